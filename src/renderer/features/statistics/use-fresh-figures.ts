import { useEffect, useEffectEvent } from 'react';
import { useStation } from '../../app/workspace-context.tsx';

/** Milliseconds between a board that was inspected or decided and the figures with it: a line is counted in steps. */
const pauseMs = 3000;

/** Counts again while boards come in or are decided. */
export function useFreshFigures(countAgain: () => void): void {
  const station = useStation();
  const count = useEffectEvent(countAgain);
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const stop = station.queue.changed(() => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        count();
      }, pauseMs);
    });
    return () => {
      stop();
      clearTimeout(waiting);
    };
  }, [station]);
}
