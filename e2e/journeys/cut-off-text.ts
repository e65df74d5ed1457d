import type { Page } from '@playwright/test';

/** Words and numbers that the window shows only a part of, and that no scrolling brings into view. */
export const cutOffText = (page: Page): Promise<string[]> => page.evaluate(findCutOff);

/** Runs in the page. */
function findCutOff(): string[] {
  /** CSS pixels that rounding may take. */
  const tolerance = 1.5;
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement!;
    const text = node.textContent?.trim() ?? '';
    if (text === '' || !parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (parent.closest('.visually-hidden, [aria-hidden="true"], script, style, canvas, [title]')) continue;
    if (isHidden(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()];
    const cutter = cutterOf(parent, rects);
    if (cutter !== null) found.push(`${text.slice(0, 60)} <${parent.getAttribute('class')}> by <${cutter}>`);
  }
  // A long text scrolls in its field; a number of which digits are missing is another number.
  for (const input of document.querySelectorAll<HTMLInputElement>('input[inputmode]'))
    if (input.checkVisibility() && input.scrollWidth > input.clientWidth + tolerance)
      found.push(`${input.value} <${input.labels?.[0]?.textContent}>`);
  return [...new Set(found)];

  /** Said to screen readers alone: clipped to a point, by itself or with what holds it. */
  function isHidden(element: Element | null): boolean {
    if (element === null) return false;
    const { width, height } = element.getBoundingClientRect();
    return (width <= tolerance && height <= tolerance) || isHidden(element.parentElement);
  }

  function cutterOf(from: Element, rects: readonly DOMRect[]): string | null {
    // Along an axis that scrolls, nothing farther out cuts: it can be brought into view.
    let [across, down] = [true, true];
    for (let at: Element | null = from; at !== null && (across || down); at = at.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(at);
      const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll';
      if (scrolls(overflowX)) across = false;
      if (scrolls(overflowY)) down = false;
      const edge = at.getBoundingClientRect();
      const clips = (overflow: string): boolean =>
        overflow === 'hidden' || overflow === 'clip' || at === document.documentElement;
      const cutAcross = rects.some(({ left, right }) => left < edge.left - tolerance || right > edge.right + tolerance);
      const cutDown = rects.some(({ top, bottom }) => top < edge.top - tolerance || bottom > edge.bottom + tolerance);
      if ((across && clips(overflowX) && cutAcross) || (down && clips(overflowY) && cutDown))
        return at.getAttribute('class') ?? at.tagName;
      if (position === 'fixed') return null;
    }
    return null;
  }
}
