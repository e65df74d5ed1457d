import type Konva from 'konva';
import { type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { PictureLayer } from '../compare/compare-mode.ts';
import type { Point } from '../space/point.ts';
import type { Picture } from '../tiles/tile-plan.ts';
import type { ToolEvent } from '../tools/tool.ts';
import styles from './board-canvas.module.css';
import { attachGestures } from './gestures.ts';
import { OverlayStage } from './lazy-overlay.ts';
import type { OverlayStageProps } from './overlay-stage.tsx';
import { createPaintLoop } from './paint-loop.ts';
import { fitCanvas, paintLayers } from './paint-pane.ts';
import { createPaneTiles } from './pane-tiles.ts';
import { useTileStore } from './tile-store-context.tsx';

export interface BoardPaneProps extends Omit<OverlayStageProps, 'stageRef' | 'paintPictures'> {
  /** What it shows, for screen readers. */
  readonly label: string;
  /** Id of the text that describes what can be seen. */
  readonly describedBy: string;
  readonly layers: readonly PictureLayer[];
  /** Pictures whose tiles are kept loaded, also where they are not drawn at the moment. */
  readonly pictures: readonly Picture[];
  /** The first pane tells the view how large panes are: all have the same size. */
  readonly measures: boolean;
  readonly send: (event: ToolEvent) => void;
  readonly hover: (at: Point | null, element: HTMLElement) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly children?: ReactNode;
}

export function BoardPane({
  label,
  describedBy,
  layers,
  pictures,
  measures,
  send,
  hover,
  onKeyDown,
  children,
  ...overlay
}: BoardPaneProps) {
  const { view } = overlay;
  const tiles = useTileStore();
  const element = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<Konva.Stage>(null);
  const latest = useRef({ layers, pictures, send, hover, onKeyDown });
  const request = useRef<() => void>(() => undefined);

  useEffect(() => {
    latest.current = { layers, pictures, send, hover, onKeyDown };
    request.current();
  });

  const [scratch] = useState(() => document.createElement('canvas'));
  const paneTiles = useMemo(() => createPaneTiles(tiles, () => request.current()), [tiles]);
  const paintPictures = useCallback(
    (context: CanvasRenderingContext2D) => {
      const frame = view.getState();
      const shown = (picture: Picture) => paneTiles.shown(picture, frame);
      paintLayers(context, scratch, latest.current.layers, frame, shown, tiles);
    },
    [scratch, view, paneTiles, tiles],
  );

  useEffect(() => {
    const paintBefore = (own: HTMLCanvasElement): void => {
      fitCanvas(own, view.getState());
      const context = own.getContext('2d');
      context?.clearRect(0, 0, own.width, own.height);
      if (context !== null) paintPictures(context);
    };
    const loop = createPaintLoop((now) => {
      const frame = view.getState();
      if (canvas.current === null || frame.pane.width === 0) return;
      paneTiles.load(latest.current.pictures, frame, now);
      if (stage.current === null) return paintBefore(canvas.current);
      // From now on the stage draws the pictures too: each canvas of the pane's size is copied with every frame.
      if (canvas.current.width > 0) canvas.current.width = 0;
      for (const layer of stage.current.getLayers()) layer.draw();
    });
    request.current = loop.request;
    loop.request();
    const stops = [view.subscribe(loop.request), tiles.subscribe(loop.request)];
    return () => {
      for (const stop of stops) stop();
      loop.stop();
      paneTiles.release();
    };
  }, [view, tiles, paneTiles, paintPictures]);

  useEffect(() => {
    const pane = element.current;
    if (pane === null) return;
    const detach = attachGestures(pane, {
      view,
      send: (event) => latest.current.send(event),
      hover: (at) => latest.current.hover(at, pane),
    });
    // Not React's handler: keys that the pane takes must not reach the window's commands.
    const key = (event: KeyboardEvent): void => {
      pane.removeAttribute('data-by-pointer');
      latest.current.onKeyDown(event);
    };
    pane.addEventListener('keydown', key);
    return () => {
      detach();
      pane.removeEventListener('keydown', key);
    };
  }, [view]);

  useEffect(() => {
    const pane = element.current;
    if (pane === null || !measures) return;
    const measure = (): void =>
      view.actions.resize({ width: pane.clientWidth, height: pane.clientHeight }, window.devicePixelRatio);
    measure();
    const observer = new ResizeObserver(measure);
    // This box changes also where only the pixel ratio does, as on another screen.
    observer.observe(pane, { box: 'device-pixel-content-box' });
    return () => observer.disconnect();
  }, [view, measures]);

  return (
    <div
      ref={element}
      className={styles.pane}
      role="application"
      aria-label={label}
      aria-describedby={describedBy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a picture that is moved, zoomed and drawn on takes keys
      tabIndex={0}
    >
      {/* The board is seen before the code that draws marks is there. */}
      <canvas ref={canvas} className={styles.pictures} />
      <div className={styles.overlay}>
        <Suspense fallback={null}>
          <OverlayStage {...overlay} stageRef={stage} paintPictures={paintPictures} />
        </Suspense>
      </div>
      {children}
    </div>
  );
}
