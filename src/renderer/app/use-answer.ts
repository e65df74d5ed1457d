import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { ask, type Reply, type ReplyError } from './client.ts';

export type Loaded<T> =
  | { readonly state: 'loading'; readonly value: null }
  | { readonly state: 'failed'; readonly value: null; readonly error: ReplyError }
  /** `stale`: another answer is on its way. */
  | { readonly state: 'ready'; readonly value: T; readonly stale: boolean };

/** Asks the station when `key` changes, and again by `reload`; the answer before stays in view until the next is here. */
export function useAnswer<T>(
  key: string,
  question: () => Promise<Reply<T>>,
): Loaded<T> & { readonly reload: () => void } {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading', value: null });
  const [round, setRound] = useState(0);
  const askNow = useEffectEvent(question);
  // biome-ignore lint/correctness/useExhaustiveDependencies: key and round say when to ask again
  useEffect(() => {
    let wanted = true;
    setLoaded((before) => (before.state === 'ready' ? { ...before, stale: true } : { state: 'loading', value: null }));
    void ask(() => askNow()).then((reply) => {
      if (!wanted) return;
      setLoaded(
        reply.ok
          ? { state: 'ready', value: reply.value, stale: false }
          : { state: 'failed', value: null, error: reply.error },
      );
    });
    return () => {
      wanted = false;
    };
  }, [key, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { ...loaded, reload };
}
