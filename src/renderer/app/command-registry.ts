/** Who answers which command now, and the one keyboard handler. */
import { type CommandId, type CustomKeys, commandList, commandsByKey, isCommandId } from './command-list.ts';
import { type KeyPress, keyName } from './key-names.ts';
import type { ScannedText } from './scanned-text.ts';

interface CommandHandler {
  readonly run: () => void;
  /** Absent: always. */
  readonly enabled?: () => boolean;
}

/** Where a key was pressed; what it would do there by itself. */
export type KeyTarget = 'page' | 'text' | 'control' | 'dialog';

export interface CommandRegistry {
  /** The newest handler of an id wins. The answer takes it back. */
  readonly provide: (id: CommandId, handler: CommandHandler) => () => void;
  readonly isEnabled: (id: CommandId) => boolean;
  /** False where nobody answers it now. Ids from menus are plain text. */
  readonly run: (id: string) => boolean;
  /** True where a command was run, so that the key does nothing else. */
  readonly press: (press: KeyPress & { readonly repeat: boolean }, target: KeyTarget) => boolean;
  readonly setKeys: (custom: CustomKeys) => void;
  /** The newest that takes scans gets them. The answer takes it back. */
  readonly takeScans: (take: (scanned: ScannedText) => void) => () => void;
  /** Where nobody takes it, a scan does nothing. */
  readonly scan: (scanned: ScannedText) => void;
  /** Nobody answers anything until the answer is called: keys, menus and scans are dead. */
  readonly silence: () => () => void;
}

/** Keys that text fields, buttons and lists need for themselves. */
const ownKeys: Readonly<Record<KeyTarget, (name: string) => boolean>> = {
  page: () => false,
  text: (name) => !/^(Ctrl|Alt)\+/.test(name) || /^Ctrl\+(Shift\+)?[acvxyz]$/.test(name),
  control: (name) => name === 'Enter' || name === ' ',
  dialog: () => true,
};

export function createCommandRegistry(): CommandRegistry {
  const handlers = new Map<CommandId, CommandHandler[]>();
  let scanTakers: readonly ((scanned: ScannedText) => void)[] = [];
  let byKey = commandsByKey({});

  let silences = 0;

  const handlerOf = (id: CommandId): CommandHandler | undefined => {
    if (silences > 0) return undefined;
    const handler = handlers.get(id)?.at(-1);
    return handler && (handler.enabled?.() ?? true) ? handler : undefined;
  };
  const run = (id: string): boolean => {
    const handler = isCommandId(id) ? handlerOf(id) : undefined;
    handler?.run();
    return handler !== undefined;
  };

  return {
    provide: (id, handler) => {
      handlers.set(id, [...(handlers.get(id) ?? []), handler]);
      return () => {
        handlers.set(
          id,
          (handlers.get(id) ?? []).filter((other) => other !== handler),
        );
      };
    },
    isEnabled: (id) => handlerOf(id) !== undefined,
    run,
    press: (press, target) => {
      const name = keyName(press);
      if (name === null || ownKeys[target](name)) return false;
      const id = byKey.get(name);
      if (id === undefined || handlerOf(id) === undefined) return false;
      // A decision key that is held down is one decision, and its repeats go nowhere else.
      if (press.repeat && !commandList[id].repeats) return true;
      return run(id);
    },
    setKeys: (custom) => {
      byKey = commandsByKey(custom);
    },
    takeScans: (take) => {
      scanTakers = [...scanTakers, take];
      return () => {
        scanTakers = scanTakers.filter((other) => other !== take);
      };
    },
    scan: (scanned) => {
      if (silences === 0) scanTakers.at(-1)?.(scanned);
    },
    silence: () => {
      silences += 1;
      let silent = true;
      return () => {
        if (silent) silences -= 1;
        silent = false;
      };
    },
  };
}

/** What takes all keys while it is open. One that is closing has `data-closed` until it has faded, and takes none. */
const popups =
  '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"][data-base-ui-popup], [data-popup-list]';

/** Notices call themselves dialogs too; they stand aside and take no keys from anybody. */
export const isDialogOpen = (page: ParentNode): boolean =>
  [...page.querySelectorAll(popups)].some(
    (popup) => !popup.hasAttribute('data-closed') && popup.getAttribute('aria-modal') !== 'false',
  );

/** Inputs that hear keys and have no text. */
const typesNoText = ['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit'];

/** What is typed there is its own, also by a scanner: serials, badges, notes. */
export function takesText(element: Element): boolean {
  if (element instanceof HTMLInputElement) return !typesNoText.includes(element.type);
  return element.closest('textarea, select, [contenteditable="true"]') !== null;
}

/** What stands under the focus when a key is pressed. */
export function keyTargetOf(element: Element | null): KeyTarget {
  if (element === null) return 'page';
  const popup = element.closest(popups);
  if (popup !== null) return popup.hasAttribute('data-closed') ? 'page' : 'dialog';
  if (element.closest('input, textarea, select, [contenteditable="true"]')) return 'text';
  if (element.closest('button, a[href], summary, [role="combobox"]')) return 'control';
  return 'page';
}
