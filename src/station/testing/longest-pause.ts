import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

/** What `work` gives, and for how long this thread could do nothing else at a time, at worst, in ms. */
export async function longestPause<T>(work: () => T | Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  // It counts from its second look.
  while (delay.count < 2) await pause(2);
  const value = await work();
  const looks = delay.count;
  while (delay.count === looks) await pause(2);
  delay.disable();
  return { value, ms: delay.max / 1e6 };
}
