/** A key press as the settings spell it: `KeyboardEvent.key`, letters in lower case, with `Ctrl+`, `Alt+`, `Shift+` before. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const modifiers = new Set([
  'Control',
  'Meta',
  'Alt',
  'Shift',
  'AltGraph',
  'CapsLock',
  'Dead',
  'Process',
  'Unidentified',
]);

/**
 * Null for a modifier alone. Shift is said for letters and named keys only: which character it makes of another key
 * depends on the layout, and `key` tells the character. The Command key of a Mac counts as Ctrl.
 */
export function keyName(press: KeyPress): string | null {
  if (modifiers.has(press.key)) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const shifts = press.shiftKey && (press.key.length > 1 || /\p{L}/u.test(press.key));
  // AltGr arrives as Ctrl+Alt on some systems: the character that it makes is the key.
  const typesByAltGr = press.ctrlKey && press.altKey && press.key.length === 1 && !/[\p{L}\d]/u.test(press.key);
  const prefix = typesByAltGr ? '' : `${press.ctrlKey || press.metaKey ? 'Ctrl+' : ''}${press.altKey ? 'Alt+' : ''}`;
  return `${prefix}${shifts ? 'Shift+' : ''}${key}`;
}
