/** When a zoom is under way and when it rests. Pure. */

/** Milliseconds after which a scale that did not change rests: a blink. Slower turns of a wheel are single steps. */
export const zoomRest = 100;

export interface ZoomPace {
  readonly scale: number;
  /** When the scale became this, milliseconds of the clock that the frames have. */
  readonly since: number;
  /** Whether the scale changed again before it had rested: a single step is no gesture, its end is what is wanted. */
  readonly isZooming: boolean;
}

/** The pace with a frame that shows `scale` at `now`; `before`: with the frame before it, null where it is the first. */
export function paceWith(before: ZoomPace | null, scale: number, now: number): ZoomPace {
  if (before === null) return { scale, since: now - zoomRest, isZooming: false };
  const rested = now - before.since >= zoomRest;
  if (scale !== before.scale) return { scale, since: now, isZooming: !rested };
  return rested && before.isZooming ? { ...before, isZooming: false } : before;
}
