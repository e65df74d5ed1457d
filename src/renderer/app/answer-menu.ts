/**
 * What an item of the application's menu does. It obeys the rule of the keys: in a text field undo and redo are the
 * field's own, and behind an open dialog nothing happens. What only the menu can mean, such as zooming while a note is
 * typed, happens all the same.
 */
import { type CommandRegistry, isDialogOpen, keyTargetOf } from './command-registry.ts';

type FieldEdit = 'undo' | 'redo';

const fieldEdits: ReadonlyMap<string, FieldEdit> = new Map([
  ['review.undo', 'undo'],
  ['review.redo', 'redo'],
]);

/** What the menu finds in the window. */
interface MenuSurroundings {
  /** What has the focus: a menu that opens leaves it there. */
  readonly focused: () => Element | null;
  /** Also one that was opened just now and has not the focus yet. */
  readonly isDialogOpen: () => boolean;
  /** As the field's own key would do it. */
  readonly edit: (edit: FieldEdit) => void;
}

export const menuOverPage: MenuSurroundings = {
  focused: () => document.activeElement,
  isDialogOpen: () => isDialogOpen(document),
  // Obsolete on paper, and the only way to the undo that a field has by itself.
  edit: (edit) => void document.execCommand(edit),
};

export function answerMenu(id: string, commands: Pick<CommandRegistry, 'run'>, surroundings: MenuSurroundings): void {
  const focused = surroundings.focused();
  const target = keyTargetOf(focused);
  const isTyping = target === 'text' || (target === 'dialog' && focused?.matches('input, textarea') === true);
  const own = isTyping ? fieldEdits.get(id) : undefined;
  if (own !== undefined) surroundings.edit(own);
  else if (target !== 'dialog' && !surroundings.isDialogOpen()) commands.run(id);
}
