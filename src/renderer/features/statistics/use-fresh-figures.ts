import { type RefObject, useEffect, useEffectEvent } from 'react';
import { useStation } from '../../app/workspace-context.tsx';

/** Milliseconds between a board that was inspected or decided and the figures with it: a line is counted in steps. */
const pauseMs = 3000;
/** The pause is so many times what counting took at least: years of boards must not keep the station busy. */
const pauseFactor = 10;

/** Counts again while boards come in or are decided. `tookMs`: the last count. */
export function useFreshFigures(countAgain: () => void, tookMs: RefObject<number>): void {
  const station = useStation();
  const count = useEffectEvent(countAgain);
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const stop = station.queue.changed(() => {
      waiting ??= setTimeout(
        () => {
          waiting = undefined;
          count();
        },
        Math.max(pauseMs, pauseFactor * tookMs.current),
      );
    });
    return () => {
      stop();
      clearTimeout(waiting);
    };
  }, [station, tookMs]);
}
