/** A page that does not answer is hung, as Electron says it; one that crashed or is gone is not asked. */
import type { DevTools } from './chromium.ts';

interface WatchedPage {
  isDestroyed(): boolean;
  isCrashed(): boolean;
  emit(event: 'responsive' | 'unresponsive'): unknown;
}

/** How often the page is asked whether it is alive, and after what silence it counts as hung. */
const everyMs = 2000;
const patienceMs = 10_000;

export function watchForHangs(page: DevTools, watched: WatchedPage): void {
  let asked = 0;
  let hung = false;
  const timer = setInterval(() => {
    if (watched.isDestroyed()) clearInterval(timer);
    else if (watched.isCrashed()) asked = 0;
    else if (asked === 0) {
      asked = Date.now();
      const answered = (): void => {
        asked = 0;
        if (hung) watched.emit('responsive');
        hung = false;
      };
      page.send('Runtime.evaluate', { expression: '0' }).then(answered, answered);
    } else if (!hung && Date.now() - asked > patienceMs) {
      hung = true;
      watched.emit('unresponsive');
    }
  }, everyMs);
  timer.unref();
}
