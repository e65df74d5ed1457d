import { describe, expect, it } from 'vitest';
import { menuCommands } from '../../ipc/menu-commands.ts';
import { answerMenu } from './answer-menu.ts';

/** An element with these selectors' words on itself and around it. */
const elementIn = (own: string, around = ''): Element =>
  ({
    matches: (selector: string) => own !== '' && selector.includes(own),
    closest: (selector: string) =>
      [own, around].some((word) => word !== '' && selector.includes(word)) ? { hasAttribute: () => false } : null,
  }) as unknown as Element;

/** What the menu item does with the focus there. */
function used(id: string, element: Element | null, isDialogOpen = false): string | null {
  let done: string | null = null;
  const commands = {
    run: (command: string) => {
      done = command;
      return true;
    },
  };
  answerMenu(id, commands, {
    focused: () => element,
    isDialogOpen: () => isDialogOpen,
    edit: (edit) => {
      done = `the field’s own ${edit}`;
    },
  });
  return done;
}

const dialog = '[role="dialog"]';
const ids = Object.keys(menuCommands);
const edits = ['review.undo', 'review.redo'];

describe('the menu', () => {
  it.each(ids)('runs %s from the page and from a button', (id) => {
    expect(used(id, null)).toBe(id);
    expect(used(id, elementIn('button'))).toBe(id);
  });

  it.each([
    ['a text field', elementIn('input')],
    ['a text field of a dialog', elementIn('input', dialog)],
  ])('undoes and makes again what is typed in %s, never a decision', (_, field) => {
    expect(edits.map((id) => used(id, field))).toEqual(['the field’s own undo', 'the field’s own redo']);
  });

  it('does what only the menu can mean while a text is typed', () => {
    for (const id of ids.filter((one) => !edits.includes(one))) expect(used(id, elementIn('input'))).toBe(id);
  });

  it.each(ids)('does nothing of %s behind a dialog', (id) => {
    expect(used(id, elementIn('button', dialog))).toBeNull();
    expect(used(id, null, true)).toBeNull();
  });
});
