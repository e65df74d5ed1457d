/**
 * What an item of the application's menu does. It obeys the rule of the keys: in a text field undo and redo are the
 * field's own, and behind an open dialog nothing happens. What only the menu can mean, such as zooming while a note is
 * typed, happens all the same.
 */
import { type CommandRegistry, keyTargetOf } from './command-registry.ts';

type FieldEdit = 'undo' | 'redo';

const fieldEdits: ReadonlyMap<string, FieldEdit> = new Map([
  ['review.undo', 'undo'],
  ['review.redo', 'redo'],
]);

/** Where the menu finds the focus; a menu that opens leaves it there. */
interface MenuFocus {
  readonly element: () => Element | null;
  /** As the field's own key would do it. */
  readonly edit: (edit: FieldEdit) => void;
}

export const pageFocus: MenuFocus = {
  element: () => document.activeElement,
  // Obsolete on paper, and the only way to the undo that a field has by itself.
  edit: (edit) => void document.execCommand(edit),
};

export function answerMenu(id: string, commands: Pick<CommandRegistry, 'run'>, { element, edit }: MenuFocus): void {
  const focused = element();
  const target = keyTargetOf(focused);
  const isTyping = target === 'text' || (target === 'dialog' && focused?.matches('input, textarea') === true);
  const own = isTyping ? fieldEdits.get(id) : undefined;
  if (own !== undefined) edit(own);
  else if (target !== 'dialog') commands.run(id);
}
