/** What is seen in the window and when, by the page's own clock. The functions that it is given run in the page. */
import type { Page } from '@playwright/test';
import type { StationClient } from '../../src/ipc/contract.ts';

declare global {
  interface Window {
    readonly station: StationClient;
  }
}

/** What a person waits for. */
export type Sight =
  /** The button that imports can be pressed, and the queue says what waits. */
  | 'controls'
  /** A board's picture, the list of its defects, and no word about loading. */
  | 'board'
  /** No board is open and none waits. */
  | 'nothing to review';

/** Waits until it is painted. Milliseconds since 1970; null where it is not seen within `patienceMs`. */
export const seen = (page: Page, sight: Sight, patienceMs = 30_000): Promise<number | null> =>
  page.evaluate(
    ([wanted, patience]) =>
      new Promise<number | null>((done) => {
        const region = (name: string) => document.querySelector(`section[aria-label="${name}"]`);
        const button = (text: string) =>
          [...document.querySelectorAll('button')].some(
            (one) => !one.disabled && (one.textContent?.includes(text) || one.ariaLabel?.includes(text)),
          );
        const isSeen = (): boolean => {
          const board = region('Board');
          const isOpen = board?.querySelector('h2') != null && board.querySelector('[role="application"]') != null;
          const says = (text: string) => document.body.textContent?.includes(text) ?? false;
          switch (wanted) {
            case 'controls':
              return button('Import boards') && (says('to review') || says('Inspect the samples'));
            case 'board':
              return (
                isOpen &&
                document.querySelector('[role="option"][data-defect], section[aria-label="Defects"] [role="option"]') !=
                  null &&
                board.querySelector('canvas') != null &&
                !says('Preparing the picture')
              );
            case 'nothing to review':
              return !isOpen && says('All boards are reviewed.');
          }
        };
        const painted = new MessageChannel();
        const until = performance.now() + patience;
        painted.port1.onmessage = () => done(performance.timeOrigin + performance.now());
        const look = (): void => {
          // The message comes after the frame that shows it.
          if (isSeen()) painted.port2.postMessage(null);
          else if (performance.now() > until) done(null);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    [sight, patienceMs] as const,
  );

interface Watch {
  /** When something was last drawn on a canvas. */
  drawn: number;
  /** Pictures that are being fetched or decoded. */
  loading: number;
}

interface Watched extends Window {
  drawing?: Watch;
}

/** From now on the page notes when it draws and what it loads. */
export const watchDrawing = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const watch: Watch = { drawn: 0, loading: 0 };
    (window as Watched).drawing = watch;
    const context = CanvasRenderingContext2D.prototype;
    const { clearRect, drawImage } = context;
    context.clearRect = function (...box) {
      watch.drawn = performance.now();
      clearRect.apply(this, box);
    };
    context.drawImage = function (...what: unknown[]) {
      watch.drawn = performance.now();
      Reflect.apply(drawImage, this, what);
    };
    const counted = <T extends object>(owner: T, name: keyof T): void => {
      const original = owner[name] as (...input: unknown[]) => Promise<unknown>;
      (owner[name] as (...input: unknown[]) => Promise<unknown>) = function (this: unknown, ...input) {
        watch.loading += 1;
        const ended = () => {
          watch.loading -= 1;
        };
        const answer = Reflect.apply(original, this, input) as Promise<unknown>;
        answer.then(ended, ended);
        return answer;
      };
    };
    counted(window, 'fetch');
    counted(window, 'createImageBitmap');
    counted(Response.prototype, 'blob');
  });

/**
 * Presses a key and waits until nothing is drawn or loaded any more. Milliseconds from the key to the last drawing on
 * the screen; null where the key draws nothing. Needs `watchDrawing`.
 */
export async function keyToDrawing(page: Page, key: string): Promise<number | null> {
  const drawing = await page.evaluateHandle(() => {
    const watch = (window as Watched).drawing!;
    let pressed: number | null = null;
    addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), { capture: true, once: true });
    const answer = new Promise<number | null>((done) => {
      /** Frames without drawing after which nothing more is expected. */
      const still = 10;
      const patience = 5000;
      const painted = new MessageChannel();
      let [last, end, idle] = [watch.drawn, 0, 0];
      painted.port1.onmessage = () => {
        const now = performance.now();
        if (pressed !== null && watch.drawn > pressed && watch.drawn > last) {
          [last, end, idle] = [watch.drawn, now, 0];
        } else if (watch.loading === 0 && pressed !== null) idle += 1;
        if (pressed !== null && idle >= still && end > 0) done(end - pressed);
        else if (pressed !== null && now - pressed > patience) done(null);
        else requestAnimationFrame(frame);
      };
      const frame = () => painted.port2.postMessage(null);
      requestAnimationFrame(frame);
    });
    return { answer };
  });
  await page.keyboard.press(key);
  return drawing.evaluate(({ answer }) => answer);
}
