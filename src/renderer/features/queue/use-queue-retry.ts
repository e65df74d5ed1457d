import { useEffect } from 'react';
import { useQueue } from '../../app/workspace-context.tsx';

/** Milliseconds between two tries: a station that is in trouble is not asked all the time. */
const pauseMs = 10_000;

/** While the queue cannot be read it is asked for again: boards that come in have to be seen without a click. */
export function useQueueRetry(): void {
  const failed = useQueue(({ failure }) => failure !== null);
  const load = useQueue((state) => state.load);
  useEffect(() => {
    if (!failed) return;
    const timer = setInterval(() => void load(), pauseMs);
    return () => clearInterval(timer);
  }, [failed, load]);
}
