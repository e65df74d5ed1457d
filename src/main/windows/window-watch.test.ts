import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { failuresAllowed, hangPatienceMs, type WatchedPage, watchWindow } from './window-watch.ts';

/** A page that can be told to crash, as Electron's. */
class Page extends EventEmitter {
  crashes = 0;
  forcefullyCrashRenderer(): void {
    this.crashes += 1;
    this.emit('render-process-gone', {}, { reason: 'crashed' });
  }
}

function watched() {
  const page = new Page();
  const seen = { reloads: 0, faults: [] as string[], hopeless: [] as number[] };
  watchWindow(page as WatchedPage, {
    reload: () => {
      seen.reloads += 1;
    },
    onFault: (what) => seen.faults.push(what),
    onHopeless: (times) => seen.hopeless.push(times),
    now: () => Date.now(),
  });
  return { page, seen, crash: (reason = 'crashed') => page.emit('render-process-gone', {}, { reason }) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a window that fails', () => {
  test('is loaded again after a crash, and the log says so', () => {
    const { seen, crash } = watched();
    crash('oom');
    expect(seen.reloads).toBe(1);
    expect(seen.faults).toEqual(['window process gone: oom']);
  });

  test('is left alone when it ends in order', () => {
    const { seen, crash } = watched();
    crash('clean-exit');
    expect(seen).toEqual({ reloads: 0, faults: [], hopeless: [] });
  });

  test('is ended and loaded again when it hangs for long', () => {
    const { page, seen } = watched();
    page.emit('unresponsive');
    vi.advanceTimersByTime(hangPatienceMs);
    expect(page.crashes).toBe(1);
    expect(seen.reloads).toBe(1);
  });

  test('is not ended when it comes back by itself', () => {
    const { page, seen } = watched();
    page.emit('unresponsive');
    vi.advanceTimersByTime(hangPatienceMs - 1);
    page.emit('responsive');
    vi.advanceTimersByTime(hangPatienceMs);
    expect(page.crashes).toBe(0);
    expect(seen.reloads).toBe(0);
  });

  test('again and again is left to the person, and not loaded for ever', () => {
    const { seen, crash } = watched();
    for (let i = 0; i <= failuresAllowed; i += 1) crash();
    expect(seen.reloads).toBe(failuresAllowed);
    expect(seen.hopeless).toEqual([failuresAllowed + 1]);
  });

  test('now and then over a shift is loaded every time', () => {
    const { seen, crash } = watched();
    for (let i = 0; i < 10; i += 1) {
      crash();
      vi.advanceTimersByTime(61_000);
    }
    expect(seen.reloads).toBe(10);
    expect(seen.hopeless).toEqual([]);
  });
});
