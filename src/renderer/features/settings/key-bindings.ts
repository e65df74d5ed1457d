/** Changing the keys of commands: as data, over the defaults. No key belongs to two commands. */
import {
  type CommandId,
  type CustomKeys,
  commandIds,
  commandList,
  commandsByKey,
  keysOf,
  type NamedCommandId,
} from '../../app/command-list.ts';

/** The contract's limit of keys for one command. */
export const mostKeys = 4;

/** Keys that the system and every dialog need: they cannot be given to a command. */
const reserved: ReadonlySet<string> = new Set(['Tab', 'Shift+Tab', 'Escape']);
export const isReserved = (key: string): boolean => reserved.has(key);

/** The other command that has this key, a digit of the reasons among them; null where nobody has. */
export function holderOf(custom: CustomKeys, id: CommandId, key: string): CommandId | null {
  const holder = commandsByKey(custom).get(key);
  return holder === undefined || holder === id ? null : holder;
}

/** Gives the key to a command and takes it from whoever has it. */
export function withKey(custom: CustomKeys, id: CommandId, key: string): CustomKeys {
  const holder = holderOf(custom, id, key);
  // A digit has its reason by default, which stands back by itself and has it again when the key is given up.
  const freed = holder !== null && isNamed(holder) ? withoutKey(custom, holder, key) : custom;
  const keys = keysOf(id, freed);
  return keys.includes(key) ? freed : withKeys(freed, id, [...keys, key]);
}

const isNamed = (id: CommandId): id is NamedCommandId => commandIds.some((named) => named === id);

export const withoutKey = (custom: CustomKeys, id: CommandId, key: string): CustomKeys =>
  withKeys(
    custom,
    id,
    keysOf(id, custom).filter((other) => other !== key),
  );

/** The command's default keys again; others that took one of them give it back. */
export const withDefaults = (custom: CustomKeys, id: CommandId): CustomKeys =>
  commandList[id].keys.reduce<CustomKeys>((keys, key) => withKey(keys, id, key), withKeys(custom, id, []));

export const isChanged = (custom: CustomKeys, id: CommandId): boolean =>
  keysOf(id, custom).join('\n') !== commandList[id].keys.join('\n');

/** Only what differs from the defaults is kept, so that better defaults of a later version reach those who changed nothing. */
function withKeys(custom: CustomKeys, id: CommandId, keys: readonly string[]): CustomKeys {
  const { [id]: _, ...others } = custom;
  const changed = { ...others, [id]: keys };
  return isChanged(changed, id) ? changed : others;
}
