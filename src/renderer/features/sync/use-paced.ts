import { useEffect, useEffectEvent, useRef } from 'react';

/**
 * Does the work whenever there is news: never twice at once, and not more often than every so many milliseconds. What came
 * meanwhile is looked at in the end.
 */
export function usePaced(news: number, everyMs: number, work: () => Promise<void>): void {
  const pace = useRef({ busy: false, again: false, gone: false });
  const done = useEffectEvent(work);
  useEffect(() => {
    const it = pace.current;
    it.gone = false;
    return () => {
      it.gone = true;
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: news says when
  useEffect(() => {
    const it = pace.current;
    it.again = true;
    if (it.busy) return;
    it.busy = true;
    void (async () => {
      while (it.again && !it.gone) {
        it.again = false;
        await done();
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
      it.busy = false;
    })();
  }, [news, everyMs]);
}
