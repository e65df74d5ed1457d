import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { LongName } from './long-name.tsx';

/** The parts that stand side by side, of which the last never gives way. */
const parts = (text: string) =>
  [...renderToStaticMarkup(createElement(LongName, { text })).matchAll(/aria-hidden="true">([^<]*)</g)].map(
    ([, part]) => part,
  );

it('keeps both ends of a long name in view, and all of it for who cannot see or points at it', () => {
  const text = '2026-11-22-LINE1-000431';
  expect(parts(text)).toEqual(['2026-11-22-LINE1-', '000431']);
  const markup = renderToStaticMarkup(createElement(LongName, { text }));
  expect(markup).toContain(`title="${text}"`);
  expect(markup).toContain(`class="visually-hidden">${text}<`);
});

it('tells two names apart that differ at their end alone', () => {
  const [one, other] = [1, 2].map((n) => parts(`SN${'8'.repeat(80)}${n}`).at(-1));
  expect(one).not.toBe(other);
});

it('writes a short name as it is, and cuts no character in two', () => {
  expect(renderToStaticMarkup(createElement(LongName, { text: '000431' }))).toBe('000431');
  expect(parts('board with a 👩‍🔧👩‍🔧👩‍🔧👩‍🔧👩‍🔧👩‍🔧').at(-1)).toBe('👩‍🔧👩‍🔧👩‍🔧👩‍🔧👩‍🔧👩‍🔧');
});
