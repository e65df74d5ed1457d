/** The pace of keys: Playwright presses them a millisecond or two apart, as no person does and every scanner. */
import type { Page } from '@playwright/test';

/** Milliseconds that a finger stays on a key: longer than the window waits for the next character of a scan. */
const fingerMs = 40;

/** From now on each `keyboard.press` of the page takes the time that a person's takes. `type` stays as fast as it is: it fills in texts. */
export function typeLikeAPerson({ keyboard }: Page): void {
  const press = keyboard.press.bind(keyboard);
  keyboard.press = (key, options) => press(key, { delay: fingerMs, ...options });
}

/**
 * Characters and Enter as a barcode scanner sends them, before the window's focus: each key down and up at once. All in
 * one turn of the page, so that they come together however busy the computer is. The answer: the keys that did
 * something of their own, such as pressing the button that has the focus.
 */
export const scanLabel = (page: Page, text: string, end: readonly string[] = ['Enter']): Promise<string[]> =>
  page.evaluate(
    (keys) =>
      keys.filter((key) => {
        const to = document.activeElement ?? document.body;
        const init = { key, bubbles: true, cancelable: true };
        const wentOn = to.dispatchEvent(new KeyboardEvent('keydown', init));
        to.dispatchEvent(new KeyboardEvent('keyup', init));
        return wentOn;
      }),
    [...text, ...end],
  );

/**
 * Keys of a person on a page that is busy meanwhile: each down and up before the page has done anything about the one
 * before it, and as far apart as fingers are.
 */
export const pressWhileBusy = (page: Page, keys: readonly string[]): Promise<void> =>
  page.evaluate(
    ({ pressed, apartMs }) => {
      for (const key of pressed) {
        const to = document.activeElement ?? document.body;
        const init = { key, bubbles: true, cancelable: true };
        to.dispatchEvent(new KeyboardEvent('keydown', init));
        to.dispatchEvent(new KeyboardEvent('keyup', init));
        for (const end = performance.now() + apartMs; performance.now() < end; );
      }
    },
    { pressed: keys, apartMs: 2 * fingerMs },
  );
