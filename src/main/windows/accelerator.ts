/** Keys as the settings spell them (`Ctrl+Shift+z`) in the spelling of Electron's menus (`CommandOrControl+Shift+Z`). */
const named: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Escape: 'Esc',
  Enter: 'Return',
  '+': 'Plus',
  ' ': 'Space',
};

export function acceleratorOf(keyName: string): string {
  // The key itself may be a plus: what follows the last separator that has something after it.
  const [, modifiers = '', key = keyName] = /^((?:(?:Ctrl|Alt|Shift)\+)*)(.+)$/.exec(keyName) ?? [];
  const spelled = named[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return `${modifiers.replace('Ctrl+', 'CommandOrControl+')}${spelled}`;
}
