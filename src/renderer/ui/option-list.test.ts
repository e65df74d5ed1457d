import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { OptionList } from './option-list.tsx';

it('points at no row that is not drawn: a long list draws only what is in view', () => {
  const markup = renderToStaticMarkup(
    createElement(OptionList<string>, {
      label: 'Boards',
      items: ['a', 'b'],
      itemKey: (item) => item,
      selectedKey: 'a',
      onSelect: () => {},
      rowClass: undefined,
      // biome-ignore lint/correctness/noChildrenProp: the list's type asks for it as a prop
      children: (item) => item,
    }),
  );
  expect(markup).not.toContain('role="option"');
  expect(markup).not.toContain('aria-activedescendant');
});
