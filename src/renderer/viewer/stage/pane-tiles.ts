/** What a pane loads and draws of its pictures, while the board is zoomed and while it rests. */
import { shownRegion } from '../space/view.ts';
import type { BitmapStore } from '../tiles/fetch-tile.ts';
import { createTilePlanner, type Picture, type TileAddress, type TilePlan } from '../tiles/tile-plan.ts';
import type { ViewState } from './view-store.ts';
import { paceWith, type ZoomPace, zoomRest } from './zoom-pace.ts';

type Frame = Pick<ViewState, 'view' | 'pane' | 'devicePixelRatio'>;

export interface PaneTiles {
  /** Loads what a frame at `now` (milliseconds) needs, and what the coming ones may. */
  load(pictures: readonly Picture[], frame: Frame, now: number): void;
  /** What to draw of a picture, by the pace of the latest frame. */
  shown(picture: Picture, frame: Frame): readonly TileAddress[];
  /** Nothing is wanted until `load` is called again. */
  release(): void;
}

/** `onRest`: a zoom may have come to rest, which takes a frame of its own. */
export function createPaneTiles(store: Pick<BitmapStore, 'demand' | 'release'>, onRest: () => void): PaneTiles {
  const user = Symbol('pane');
  const planner = createTilePlanner();
  let pace: ZoomPace | null = null;
  let demanded: readonly TilePlan[] = [];
  let resting: ReturnType<typeof setTimeout> | null = null;

  const plan = (picture: Picture, { view, pane, devicePixelRatio }: Frame): TilePlan =>
    planner(picture, shownRegion(view, pane), view.scale * devicePixelRatio, pace?.isZooming ?? false);

  return {
    load(pictures, frame, now) {
      pace = paceWith(pace, frame.view.scale, now);
      if (pace.isZooming)
        resting ??= setTimeout(
          () => {
            resting = null;
            onRest();
          },
          zoomRest - (now - pace.since),
        );
      const plans = pictures.map((picture) => plan(picture, frame));
      if (plans.length === demanded.length && plans.every((one, place) => one === demanded[place])) return;
      demanded = plans;
      store.demand(
        user,
        plans.flatMap(({ wanted }) => wanted),
      );
    },
    shown: (picture, frame) => plan(picture, frame).shown,
    release() {
      if (resting !== null) clearTimeout(resting);
      resting = null;
      demanded = [];
      store.release(user);
    },
  };
}
