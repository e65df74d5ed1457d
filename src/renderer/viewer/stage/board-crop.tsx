import { useEffect, useRef, useState } from 'react';
import type { Box } from '../../../core/detection/box.ts';
import { crisp, outline } from '../marks/lines.ts';
import { markInk } from '../marks/mark-colours.ts';
import type { Size } from '../space/point.ts';
import { boxToPane, shownRegion, type View } from '../space/view.ts';
import { followTiles } from '../tiles/follow-tiles.ts';
import { paintPicture } from '../tiles/paint-picture.ts';
import { type Picture, planTiles } from '../tiles/tile-plan.ts';
import styles from './board-canvas.module.css';
import { createPaintLoop } from './paint-loop.ts';
import { fitCanvas, toDevice } from './paint-pane.ts';
import { useTileStore } from './tile-store-context.tsx';

export interface BoardCropProps {
  /** Board or golden; the region is the same place on both. */
  readonly picture: Picture;
  /** What is looked at, board pixels. */
  readonly box: Box;
  /** What it shows, for screen readers. */
  readonly label: string;
  /** Draws a thin frame around the box. */
  readonly framed?: boolean;
  /** CSS pixels per board pixel; absent: the box with as much again around it fills the crop. */
  readonly scale?: number;
}

/** Share of the crop that the box's longer side takes. */
const boxShare = 0.45;
/** Device pixels that a board pixel may grow to. */
const largestPixel = 8;

/** The same for every crop of one size, so that board and golden can be compared. */
function cropView(box: Box, size: Size, devicePixelRatio: number, fixedScale?: number): View {
  const wanted = (Math.min(size.width, size.height) * boxShare) / Math.max(box.width, box.height, 1);
  const scale = fixedScale ?? Math.min(wanted, largestPixel / devicePixelRatio);
  return {
    scale,
    x: size.width / 2 - (box.x + box.width / 2) * scale,
    y: size.height / 2 - (box.y + box.height / 2) * scale,
  };
}

/** A part of a picture, filling its parent; below a `TileStoreProvider`. */
export function BoardCrop({ picture, box, label, framed = false, scale }: BoardCropProps) {
  const tiles = useTileStore();
  const element = useRef<HTMLSpanElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<Size & { readonly devicePixelRatio: number }>({
    width: 0,
    height: 0,
    devicePixelRatio: 1,
  });

  useEffect(() => {
    const place = element.current;
    if (place === null) return;
    const observer = new ResizeObserver(() =>
      setSize({ width: place.clientWidth, height: place.clientHeight, devicePixelRatio: window.devicePixelRatio }),
    );
    observer.observe(place, { box: 'device-pixel-content-box' });
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (size.width === 0 || size.height === 0) return;
    const { devicePixelRatio } = size;
    const view = cropView(box, size, devicePixelRatio, scale);
    const frame = { view, pane: size, devicePixelRatio };
    const user = Symbol('crop');
    const plan = planTiles(picture, shownRegion(view, size), view.scale * devicePixelRatio);
    tiles.demand(user, plan.wanted);
    const loop = createPaintLoop(() => {
      const context = canvas.current?.getContext('2d');
      if (!context) return;
      fitCanvas(context.canvas, frame);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, context.canvas.width, context.canvas.height);
      paintPicture(context, picture, plan.shown, tiles, toDevice(frame));
      if (!framed) return;
      context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      const line = crisp(boxToPane(view, box), 1, devicePixelRatio);
      outline(context, [line], [], markInk.edge, 3);
      outline(context, [line], [], '#ffffff', 1);
    });
    loop.request();
    const stop = followTiles(tiles, picture, plan.shown, loop.request);
    return () => {
      stop();
      loop.stop();
      tiles.release(user);
    };
  }, [tiles, picture, box, framed, scale, size]);

  return (
    <span ref={element} className={styles.crop} role="img" aria-label={label}>
      <canvas ref={canvas} />
    </span>
  );
}
