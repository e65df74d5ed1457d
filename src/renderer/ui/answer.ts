import { useCallback, useEffect, useState } from 'react';
import type { Reply, ReplyError } from '../../ipc/contract-kinds.ts';

export interface Answer<T> {
  /** The last good answer; it stays in view while the next is awaited. Null before the first. */
  readonly value: T | null;
  /** Why the last question failed. */
  readonly error: ReplyError | null;
  readonly busy: boolean;
  /** Asks again. */
  readonly again: () => void;
}

/**
 * What the station answers to a question that a view asks by being there. Asked anew whenever `ask` is another function,
 * so that it must be memoised; an answer to an older question is dropped.
 */
export function useAnswer<T>(ask: () => Promise<Reply<T>>): Answer<T> {
  const [attempt, setAttempt] = useState(0);
  const [known, setKnown] = useState<Omit<Answer<T>, 'again'>>({ value: null, error: null, busy: true });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks the same question again
  useEffect(() => {
    let wanted = true;
    setKnown(({ value, error }) => ({ value, error, busy: true }));
    void ask().then((reply) => {
      if (!wanted) return;
      setKnown(({ value }) =>
        reply.ok ? { value: reply.value, error: null, busy: false } : { value, error: reply.error, busy: false },
      );
    });
    return () => {
      wanted = false;
    };
  }, [ask, attempt]);
  return { ...known, again: useCallback(() => setAttempt((last) => last + 1), []) };
}
