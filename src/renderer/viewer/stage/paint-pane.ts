/** Draws the pictures of one pane, in device pixels. */
import type { PictureLayer } from '../compare/compare-mode.ts';
import type { Affine } from '../space/affine.ts';
import { shownRegion } from '../space/view.ts';
import type { BitmapStore } from '../tiles/fetch-tile.ts';
import { paintPicture } from '../tiles/paint-picture.ts';
import { planTiles } from '../tiles/tile-plan.ts';
import type { ViewState } from './view-store.ts';

type Frame = Pick<ViewState, 'view' | 'pane' | 'devicePixelRatio'>;

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

/** `scratch` holds a picture that is blended: made anew here so that it is drawn once, whatever levels it is made of. */
export function paintPane(
  canvas: HTMLCanvasElement,
  scratch: HTMLCanvasElement,
  layers: readonly PictureLayer[],
  frame: Frame,
  store: BitmapStore,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalCompositeOperation = 'source-over';
  context.clearRect(0, 0, canvas.width, canvas.height);
  const region = shownRegion(frame.view, frame.pane);
  const map = toDevice(frame);
  for (const layer of layers) {
    const { shown } = planTiles(layer.picture, region, map.a);
    if (layer.blend === 'over') {
      const from = Math.round(layer.from * canvas.width);
      context.save();
      context.beginPath();
      context.rect(from, 0, canvas.width - from, canvas.height);
      context.clip();
      if (from > 0) context.clearRect(from, 0, canvas.width - from, canvas.height);
      paintPicture(context, layer.picture, shown, store, map);
      context.restore();
      continue;
    }
    const beside = cleared(scratch, canvas);
    if (beside === null) return;
    paintPicture(beside, layer.picture, shown, store, map);
    context.save();
    // Beyond the board there is nothing to differ from.
    const board = layers[0]?.picture ?? layer.picture;
    context.beginPath();
    context.rect(map.e, map.f, board.width * map.a, board.height * map.d);
    context.clip();
    context.globalCompositeOperation = 'difference';
    context.drawImage(scratch, 0, 0);
    context.globalCompositeOperation = 'color-dodge';
    context.fillStyle = strongerDifference;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.restore();
  }
}

function cleared(scratch: HTMLCanvasElement, like: HTMLCanvasElement): CanvasRenderingContext2D | null {
  if (scratch.width !== like.width || scratch.height !== like.height) {
    scratch.width = like.width;
    scratch.height = like.height;
  }
  const context = scratch.getContext('2d');
  context?.clearRect(0, 0, scratch.width, scratch.height);
  return context;
}
