import { useEffect, useState } from 'react';
import { ask, type Reply, type ReplyError } from './client.ts';
import { oneAtATime } from './one-at-a-time.ts';

export interface Attempt {
  readonly busy: boolean;
  /** Why the last try failed; null before the first, while one runs and once it is typed again. */
  readonly failure: ReplyError | null;
  /** Seconds until the station lets this name be tried again; 0: now. */
  readonly waitSeconds: number;
  /**
   * Asks the station; null where it refused, which `failure` then says. A try that is made while another is on its way
   * is none: null, and the station is not asked.
   */
  readonly make: <T>(question: () => Promise<Reply<T>>) => Promise<T | null>;
  /** The last failure is not news any more: something else was typed. */
  readonly forget: () => void;
  /** Sets what is typed and forgets the failure: for a field's `onChange`. */
  readonly typed: <T>(set: (value: T) => void) => (value: T) => void;
}

/** One try after another to get something past the station, each refusal said where it was typed. */
export function useAttempt(): Attempt {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ReplyError | null>(null);
  const [waitSeconds, setWaitSeconds] = useState(0);
  const [alone] = useState(oneAtATime);
  const waits = waitSeconds > 0;
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => setWaitSeconds((left) => Math.max(0, left - 1)), 1000);
    return () => clearInterval(timer);
  }, [waits]);
  const forget = (): void => {
    if (!waits) setFailure(null);
  };
  return {
    busy,
    failure: failure?.code === 'IDENTITY_TOO_MANY_FAILURES' && !waits ? null : failure,
    waitSeconds,
    make: (question) =>
      alone(async () => {
        setBusy(true);
        setFailure(null);
        const reply = await ask(question);
        setBusy(false);
        if (reply.ok) return reply.value;
        setFailure(reply.error);
        const seconds = reply.error.details?.seconds;
        setWaitSeconds(typeof seconds === 'number' ? Math.ceil(seconds) : 0);
        return null;
      }),
    forget,
    typed: (set) => (value) => {
      set(value);
      forget();
    },
  };
}
