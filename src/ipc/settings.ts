/** What a site sets once. */
import { z } from 'zod';
import { call, event } from './contract-kinds.ts';
import { line, provider, storage, verification } from './values.ts';

/** A key as the window names it: `KeyboardEvent.key` with `Ctrl+`, `Alt+`, `Shift+` before it, as in `Ctrl+z`. */
const keyName = z.string().min(1).max(40);

export const settingsValues = z.strictObject({
  station: line.min(1),
  /** Who signs while there are no accounts. */
  person: line.min(1),
  theme: z.enum(['system', 'dark', 'light']),
  language: z.enum(['system', 'en', 'de']),
  /** 1 to 2. */
  scale: z.number().min(1).max(2),
  /** In the order they are tried; `null`: the best that works. */
  providers: z.array(provider).min(1).nullable(),
  /** Commands of the window by their ids, with the keys that differ from the defaults. */
  keys: z.record(z.string(), z.array(keyName).max(4)),
  /** After a decision the next undecided defect is selected. */
  advance: z.boolean(),
  /** By verification: the site's reasons to pick from, as it typed them or by the id of a standard reason (core/review). */
  reasons: z.partialRecord(verification, z.array(line).max(50)),
  /** A session locks after so many minutes without a hand on it; null: never. Without people nothing locks. */
  idleLockMinutes: z.number().int().min(1).max(480).nullable(),
  /** Where people of the centre sign in, and for how many days it does without the centre; null: off. */
  centralSignIn: z.strictObject({ url: z.url().max(500), graceDays: z.number().int().min(0).max(90) }).nullable(),
  /** Where results are sent, and how many bytes a second may go out (null: no cap); null: nothing is sent. */
  centralSync: z
    .strictObject({ url: z.url().max(500), bytesPerSecond: z.number().int().min(1024).max(1e10).nullable() })
    .nullable(),
  /** Starts of the shifts in minutes after local midnight, ascending. */
  shiftStarts: z.array(z.number().int().min(0).max(1439)).min(1).max(8),
});

export const settings = {
  get: call(z.strictObject({}), settingsValues, ['DB', 'SETTING']),
  /**
   * Changes only what is given; each change is an entry of the log. `from`: what the person saw of it, so that of keys,
   * reasons and shifts only the changed ones are stored over what holds now.
   */
  set: call(settingsValues.partial().extend({ from: settingsValues.partial().optional() }), settingsValues, [
    ...storage,
    'SETTING',
    'IDENTITY',
  ]),
  changed: event(settingsValues),
};
