/** Draws the pictures of one pane, in device pixels. */
import type { PictureLayer } from '../compare/compare-mode.ts';
import type { Affine } from '../space/affine.ts';
import type { BitmapStore } from '../tiles/fetch-tile.ts';
import { paintPicture } from '../tiles/paint-picture.ts';
import type { Picture, TileAddress } from '../tiles/tile-plan.ts';
import type { ViewState } from './view-store.ts';

type Frame = Pick<ViewState, 'view' | 'pane' | 'devicePixelRatio'>;

/** Board pixels to device pixels of a pane. */
export const toDevice = ({ view, devicePixelRatio }: Frame): Affine => ({
  a: view.scale * devicePixelRatio,
  b: 0,
  c: 0,
  d: view.scale * devicePixelRatio,
  e: view.x * devicePixelRatio,
  f: view.y * devicePixelRatio,
});

/** Differences are small: shown three times as strong they can be seen. `color-dodge` with grey g divides by 1 − g. */
const strongerDifference = 'rgb(170 170 170)';

/** Gives the canvas the pane's size in device pixels, which clears it where it had another. */
export function fitCanvas(canvas: HTMLCanvasElement, { pane, devicePixelRatio }: Frame): void {
  const width = Math.round(pane.width * devicePixelRatio);
  const height = Math.round(pane.height * devicePixelRatio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

/** Draws them over what is there: of each picture the tiles that `shown` gives. `scratch` is for one that is blended. */
export function paintLayers(
  context: CanvasRenderingContext2D,
  scratch: HTMLCanvasElement,
  layers: readonly PictureLayer[],
  frame: Frame,
  shown: (picture: Picture) => readonly TileAddress[],
  store: BitmapStore,
): void {
  const { canvas } = context;
  const map = toDevice(frame);
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  for (const layer of layers) {
    const tiles = shown(layer.picture);
    context.save();
    if (layer.blend === 'over') {
      const from = Math.round(layer.from * canvas.width);
      context.beginPath();
      context.rect(from, 0, canvas.width - from, canvas.height);
      context.clip();
      if (from > 0) context.clearRect(from, 0, canvas.width - from, canvas.height);
      paintPicture(context, layer.picture, tiles, store, map);
    } else {
      // Made anew here so that it is blended once, whatever levels it is made of.
      fitCanvas(scratch, frame);
      const beside = scratch.getContext('2d');
      beside?.clearRect(0, 0, scratch.width, scratch.height);
      if (beside !== null) paintPicture(beside, layer.picture, tiles, store, map);
      blendDifference(context, scratch, layers[0]?.picture ?? layer.picture, map);
    }
    context.restore();
  }
  context.restore();
}

function blendDifference(
  context: CanvasRenderingContext2D,
  other: HTMLCanvasElement,
  board: Picture,
  map: Affine,
): void {
  // Beyond the board there is nothing to differ from.
  context.beginPath();
  context.rect(map.e, map.f, board.width * map.a, board.height * map.d);
  context.clip();
  context.globalCompositeOperation = 'difference';
  context.drawImage(other, 0, 0);
  context.globalCompositeOperation = 'color-dodge';
  context.fillStyle = strongerDifference;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
}
