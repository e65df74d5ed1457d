/**
 * Everything that a key, a menu or a button can ask of the window. Ids are shared with the shell's menus
 * (`application.command`) and with the settings, which keep keys by them; never rename one. Labels: `commands.json`.
 * Keys are `KeyboardEvent.key` in lower case for letters, with `Ctrl+`, `Alt+`, `Shift+` before (see key-names.ts).
 */
export const commandGroups = ['review', 'board', 'boards', 'window'] as const;
type CommandGroup = (typeof commandGroups)[number];

interface CommandDefinition {
  readonly group: CommandGroup;
  readonly keys: readonly string[];
  /** Holding the key down repeats it. Decisions never repeat. */
  readonly repeats?: true;
}

const definitions = {
  'review.next': { group: 'review', keys: ['n', 'j', 'ArrowDown'], repeats: true },
  'review.previous': { group: 'review', keys: ['p', 'k', 'ArrowUp'], repeats: true },
  'review.confirm': { group: 'review', keys: ['c'] },
  'review.falseCall': { group: 'review', keys: ['f'] },
  'review.accept': { group: 'review', keys: ['a'] },
  'review.repaired': { group: 'review', keys: ['r'] },
  'review.reopenDefect': { group: 'review', keys: ['Backspace'] },
  'review.reason': { group: 'review', keys: ['t'] },
  'review.signOff': { group: 'review', keys: ['Enter'] },
  'review.signWithNote': { group: 'review', keys: ['Shift+Enter'] },
  'review.reopen': { group: 'review', keys: [] },
  'review.undo': { group: 'review', keys: ['Ctrl+z'] },
  'review.redo': { group: 'review', keys: ['Ctrl+Shift+z', 'Ctrl+y'] },
  'board.overlays': { group: 'board', keys: ['h'] },
  'board.zoomIn': { group: 'board', keys: ['+', '='], repeats: true },
  'board.zoomOut': { group: 'board', keys: ['-'], repeats: true },
  'board.fit': { group: 'board', keys: ['0'] },
  'board.actualSize': { group: 'board', keys: ['z'] },
  'board.toDefect': { group: 'board', keys: ['d'] },
  'board.single': { group: 'board', keys: ['s'] },
  'board.side': { group: 'board', keys: ['g'] },
  'board.blink': { group: 'board', keys: ['b'] },
  'board.curtain': { group: 'board', keys: ['v'] },
  'board.difference': { group: 'board', keys: ['x'] },
  'annotate.draw': { group: 'board', keys: ['m'] },
  'annotate.adjust': { group: 'board', keys: ['e'] },
  'annotate.label': { group: 'board', keys: ['l'] },
  'annotate.falsePositive': { group: 'board', keys: ['w'] },
  'annotate.remove': { group: 'board', keys: ['Delete'] },
  'boards.next': { group: 'boards', keys: ['PageDown'], repeats: true },
  'boards.previous': { group: 'boards', keys: ['PageUp'], repeats: true },
  'imports.files': { group: 'boards', keys: ['Ctrl+o'] },
  'imports.folder': { group: 'boards', keys: ['Ctrl+Shift+o'] },
  'imports.paste': { group: 'boards', keys: ['Ctrl+v'] },
  'imports.samples': { group: 'boards', keys: [] },
  'view.review': { group: 'window', keys: ['Ctrl+1'] },
  'view.history': { group: 'window', keys: ['Ctrl+2'] },
  'view.statistics': { group: 'window', keys: ['Ctrl+3'] },
  'view.recipes': { group: 'window', keys: ['Ctrl+4'] },
  'view.audit': { group: 'window', keys: ['Ctrl+5'] },
  'view.sync': { group: 'window', keys: ['Ctrl+7'] },
  'view.settings': { group: 'window', keys: ['Ctrl+,', 'Ctrl+6'] },
  'window.search': { group: 'window', keys: ['/'] },
  'window.queue': { group: 'window', keys: ['['] },
  'window.defects': { group: 'window', keys: [']'] },
  'session.lock': { group: 'window', keys: ['Ctrl+l'] },
  'window.help': { group: 'window', keys: ['?', 'F1'] },
} as const satisfies Readonly<Record<string, CommandDefinition>>;

/** Digits pick a reason by its place: they have no keys of their own in the settings. */
const digits = {
  'reason.1': { group: 'review', keys: ['1'] },
  'reason.2': { group: 'review', keys: ['2'] },
  'reason.3': { group: 'review', keys: ['3'] },
  'reason.4': { group: 'review', keys: ['4'] },
  'reason.5': { group: 'review', keys: ['5'] },
  'reason.6': { group: 'review', keys: ['6'] },
  'reason.7': { group: 'review', keys: ['7'] },
  'reason.8': { group: 'review', keys: ['8'] },
  'reason.9': { group: 'review', keys: ['9'] },
} as const satisfies Readonly<Record<string, CommandDefinition>>;

/** A command whose keys the settings can change. */
export type NamedCommandId = keyof typeof definitions;
export type CommandId = NamedCommandId | keyof typeof digits;

export const commandList: Readonly<Record<CommandId, CommandDefinition>> = { ...definitions, ...digits };
/** In the order of the help. */
export const commandIds = Object.keys(definitions) as readonly NamedCommandId[];
export const reasonCommandIds = Object.keys(digits) as readonly (keyof typeof digits)[];

export const isCommandId = (id: string): id is CommandId => Object.hasOwn(commandList, id);

export type CustomKeys = Readonly<Record<string, readonly string[]>>;

/** Keys of a command: the site's own, or the defaults. */
export const keysOf = (id: CommandId, custom: CustomKeys): readonly string[] =>
  (Object.hasOwn(custom, id) ? custom[id] : undefined) ?? commandList[id].keys;

/** Commands by key. A key that the site gave to one command is no other's default. */
export function commandsByKey(custom: CustomKeys): ReadonlyMap<string, CommandId> {
  const byKey = new Map<string, CommandId>();
  const all = Object.keys(commandList) as CommandId[];
  const isOwn = (id: CommandId) => Object.hasOwn(custom, id);
  for (const id of [...all.filter(isOwn), ...all.filter((one) => !isOwn(one))])
    for (const key of keysOf(id, custom)) if (!byKey.has(key)) byKey.set(key, id);
  return byKey;
}
