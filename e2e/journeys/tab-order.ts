/** Which controls a person reaches by Tab, and whether they see where they are. */
import type { Page } from '@playwright/test';

export interface TabOrder {
  /** Controls that Tab never reaches, nor a group of keys of their own. */
  readonly unreachable: readonly string[];
  /** Controls that have the focus and do not show it. */
  readonly unseen: readonly string[];
}

interface Watched extends Window {
  watchedFocus?: { readonly reached: Set<Element>; readonly unseen: Set<string> };
}

export async function tabThrough(page: Page): Promise<TabOrder> {
  await page.evaluate(watchFocus);
  // Controls may come and go meanwhile: what a view asked the station for is answered, a popup closes.
  let stops = await page.evaluate(countStops);
  for (let press = 0; press < stops; press += 1) {
    await page.keyboard.press('Tab');
    stops = Math.max(stops, await page.evaluate(countStops));
  }
  return page.evaluate(readFocus);
}

/** Runs in the page. */
function watchFocus(): void {
  const reached = new Set<Element>();
  const unseen = new Set<string>();
  (window as Watched).watchedFocus = { reached, unseen };
  const shows = (element: Element): boolean => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    if ((outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none') return true;
    const over = getComputedStyle(element, '::after');
    return over.content !== 'none' && Number.parseFloat(over.borderTopWidth) >= 1;
  };
  document.addEventListener('focusin', ({ target }) => {
    // A guard hands the focus on at once.
    if (!(target instanceof Element) || target.matches('[data-base-ui-focus-guard]')) return;
    reached.add(target);
    // A small input is framed by what holds it; a list shows the row that its keys are about.
    const row = document.getElementById(target.getAttribute('aria-activedescendant') ?? '');
    const around = [target, target.parentElement, target.parentElement?.parentElement, row].filter(
      (one) => one != null,
    );
    if (!around.some(shows)) unseen.add(target.outerHTML.slice(0, 160));
  });
  (document.activeElement as HTMLElement | null)?.blur();
}

/** Runs in the page. Gives how often Tab must be pressed to go once around. */
function countStops(): number {
  const controls = document.querySelectorAll('a[href], button, input, select, textarea, [tabindex="0"]').length;
  // Hour, minute and half of the day are stops of their own.
  const times = document.querySelectorAll('input[type="time"], input[type="date"]').length;
  return controls + 3 * times + 2;
}

/** Runs in the page. */
function readFocus(): TabOrder {
  const { reached, unseen } = (window as Watched).watchedFocus!;
  const isUsable = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: false }) &&
    !element.matches(':disabled, [aria-hidden="true"], [inert] *, [aria-hidden="true"] *');
  /** A group is entered by Tab and walked through by its own keys. */
  const group = '[role="group"], [role="toolbar"], [role="radiogroup"], [role="listbox"], [role="grid"], fieldset';
  const isReached = (element: Element): boolean => {
    if (reached.has(element)) return true;
    const within = element.closest(group);
    const isRoving = element.getAttribute('tabindex') === '-1' || element.matches('input[type="radio"]');
    return isRoving && within !== null && [...reached].some((other) => within === other || within.contains(other));
  };
  const controls = document.querySelectorAll(
    'a[href], button, input, select, textarea, [tabindex="0"], [role="option"], [role="slider"]',
  );
  const unreachable = [...controls].filter((control) => isUsable(control) && !isReached(control));
  return { unreachable: unreachable.map((control) => control.outerHTML.slice(0, 160)), unseen: [...unseen] };
}
