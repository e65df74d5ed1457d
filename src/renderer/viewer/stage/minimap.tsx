import { type PointerEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { markDots } from '../marks/mark-dots.ts';
import type { MarkIndex } from '../marks/mark-index.ts';
import { boxToPane, shownRegion } from '../space/view.ts';
import { followTiles } from '../tiles/follow-tiles.ts';
import { paintPicture } from '../tiles/paint-picture.ts';
import { type Picture, planTiles } from '../tiles/tile-plan.ts';
import styles from './board-canvas.module.css';
import { createPaintLoop } from './paint-loop.ts';
import { useTileStore } from './tile-store-context.tsx';
import type { ViewStore } from './view-store.ts';

export interface MinimapProps {
  readonly board: Picture;
  readonly index: MarkIndex;
  readonly view: ViewStore;
  /** Marks are hidden together with those on the board. */
  readonly overlays: boolean;
}

/** Longest sides, CSS pixels. */
const largest = { width: 168, height: 126 };

/**
 * The whole board with a frame around what the pane shows; dragging moves it. For pointers only: the keyboard moves
 * the view itself. Out of sight while the whole board is in view.
 */
export function Minimap({ board, index, view, overlays }: MinimapProps) {
  const tiles = useTileStore();
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const scale = Math.min(largest.width / board.width, largest.height / board.height);
  const width = Math.max(8, Math.round(board.width * scale));
  const height = Math.max(8, Math.round(board.height * scale));
  const devicePixelRatio = useStore(view, (state) => state.devicePixelRatio);
  const needed = useStore(
    view,
    ({ view: { scale: now }, pane }) => board.width * now > pane.width || board.height * now > pane.height,
  );

  useEffect(() => {
    if (!needed) return;
    const user = Symbol('minimap');
    const region = { x: 0, y: 0, width: board.width, height: board.height };
    const plan = planTiles(board, region, scale * devicePixelRatio);
    tiles.demand(user, plan.wanted);
    const device = scale * devicePixelRatio;
    const size = { width: Math.round(width * devicePixelRatio), height: Math.round(height * devicePixelRatio) };
    const dots = new OffscreenCanvas(size.width, size.height);
    const pixels = markDots(index.marks, size, device, devicePixelRatio);
    dots.getContext('2d')?.putImageData(new ImageData(pixels, size.width), 0, 0);
    const loop = createPaintLoop(() => {
      const context = canvas.current?.getContext('2d');
      if (!context) return;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, context.canvas.width, context.canvas.height);
      paintPicture(context, board, plan.shown, tiles, { a: device, b: 0, c: 0, d: device, e: 0, f: 0 });
      if (overlays) context.drawImage(dots, 0, 0);
    });
    loop.request();
    const stop = followTiles(tiles, board, plan.shown, loop.request);
    return () => {
      stop();
      loop.stop();
      tiles.release(user);
    };
  }, [board, index, overlays, needed, scale, width, height, devicePixelRatio, tiles]);

  useEffect(() => {
    if (!needed) return;
    const place = (): void => {
      const { view: now, pane } = view.getState();
      if (frame.current === null) return;
      const box = boxToPane({ scale, x: 0, y: 0 }, shownRegion(now, pane));
      const left = Math.max(0, box.x);
      const top = Math.max(0, box.y);
      const right = Math.min(width, box.x + box.width);
      const bottom = Math.min(height, box.y + box.height);
      frame.current.style.transform = `translate(${left}px, ${top}px)`;
      frame.current.style.width = `${Math.max(6, right - left)}px`;
      frame.current.style.height = `${Math.max(6, bottom - top)}px`;
    };
    place();
    return view.subscribe(place);
  }, [view, needed, scale, width, height]);

  if (!needed) return null;
  const centre = (event: PointerEvent<HTMLDivElement>): void => {
    const place = event.currentTarget.getBoundingClientRect();
    view.actions.centre({ x: (event.clientX - place.left) / scale, y: (event.clientY - place.top) / scale });
  };
  return (
    <div
      className={styles.minimap}
      style={{ width, height }}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        centre(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) centre(event);
      }}
    >
      <canvas
        ref={canvas}
        width={Math.round(width * devicePixelRatio)}
        height={Math.round(height * devicePixelRatio)}
      />
      <div ref={frame} className={styles.viewport} />
    </div>
  );
}
