/** What a site sets once, each value a row of the settings table under its own key. */
import { z } from 'zod';
import { providers } from '../../core/detection/provider.ts';
import type { Operation } from '../../core/identity/permissions.ts';
import { verifications } from '../../core/inspection/vocabulary.ts';
import { type AppError, assertNever, fail, ok, type Result } from '../../core/kernel/result.ts';
import { defaultReasons } from '../../core/review/standard-reasons.ts';
import type { StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { settingError } from './errors.ts';
import { mergeNumbers, mergeRecords } from './merge-change.ts';
import { getSetting, storeSetting } from './settings.ts';

const line = z.string().max(200);
const minuteOfDay = z.number().int().min(0).max(1439);
const ascending = (values: readonly number[]): boolean =>
  values.every((value, at) => at === 0 || value > (values[at - 1] ?? 0));

/** Passwords go there: encrypted, or to this very computer. */
const httpsUrl = z
  .url()
  .max(500)
  .refine(
    (text) => /^https:\/\/|^http:\/\/(127\.0\.0\.1|localhost|\[::1\])([:/]|$)/.test(text),
    'the address must be https',
  );

/** Whether secrets may be sent there. */
export const isCentralAddress = (text: string): boolean => httpsUrl.safeParse(text).success;

/** Every setting with the values that it can have. */
const schemas = {
  /** The station's name in records. */
  station: line.trim().min(1),
  /** Who works and signs while there are no accounts. */
  person: line.trim().min(1),
  theme: z.enum(['system', 'dark', 'light']),
  language: z.enum(['system', 'en', 'de']),
  /** 1 to 2. */
  scale: z.number().min(1).max(2),
  /** In the order in which they are tried; null: the fastest that works. */
  providers: z.array(z.enum(providers)).min(1).nullable(),
  /** Keys of the window's commands, by command, where they differ from the defaults. */
  keys: z.record(z.string(), z.array(z.string().min(1).max(40)).max(4)),
  advance: z.boolean(),
  reasons: z.partialRecord(z.enum(verifications), z.array(line).max(50)),
  /** Minutes after local midnight. */
  /** A session locks after so many minutes without a hand on it; null: never. */
  idleLockMinutes: z.number().int().min(1).max(480).nullable(),
  /** Where people of the centre sign in, and for how many days without it; null: off. */
  centralSignIn: z.strictObject({ url: httpsUrl, graceDays: z.number().int().min(0).max(90) }).nullable(),
  /** Where results are sent, and how many bytes a second may go out (null: no cap); null: nothing is sent. */
  centralSync: z
    .strictObject({ url: httpsUrl, bytesPerSecond: z.number().int().min(1024).max(1e10).nullable() })
    .nullable(),
  shiftStarts: z.array(minuteOfDay).min(1).max(8).refine(ascending, 'the shifts must start one after another'),
};

type Schemas = typeof schemas;
type SettingName = keyof Schemas;
export type SiteSettings = { readonly [K in SettingName]: z.output<Schemas[K]> };

const settingNames = Object.keys(schemas) as SettingName[];

/** Row of the settings table; the command line reads the providers under the name that it has always had. */
const keyOf = (name: SettingName): string => (name === 'providers' ? 'engine.providers' : `site.${name}`);

/** What changing a setting needs: how the window looks is everybody's, who may do what is an administrator's. */
function operationOf(name: SettingName): Operation {
  switch (name) {
    case 'theme':
    case 'language':
    case 'scale':
    case 'keys':
    case 'advance':
      return 'preference.change';
    case 'station':
    case 'person':
    case 'providers':
    case 'reasons':
    case 'shiftStarts':
    case 'centralSync':
      return 'setting.change';
    case 'idleLockMinutes':
    case 'centralSignIn':
      return 'user.manage';
    default:
      return assertNever(name);
  }
}

/** What holds until a person sets it. */
export const defaultSettings = (machine: { readonly station: string; readonly person: string }): SiteSettings => ({
  station: machine.station,
  person: machine.person,
  theme: 'system',
  language: 'system',
  scale: 1,
  providers: null,
  keys: {},
  advance: true,
  reasons: defaultReasons,
  idleLockMinutes: 10,
  centralSignIn: null,
  centralSync: null,
  shiftStarts: [6 * 60, 14 * 60, 22 * 60],
});

/** The settings as they are; a stored value that this version does not understand counts as not set. */
export function readSettings(db: Database, defaults: SiteSettings): Result<SiteSettings, DbError> {
  const stored: Partial<Record<SettingName, unknown>> = {};
  for (const name of settingNames) {
    const value = getSetting(db, keyOf(name));
    if (!value.ok) return value;
    const parsed = schemas[name].safeParse(value.value);
    if (parsed.success) stored[name] = parsed.data;
  }
  return ok({ ...defaults, ...stored } as SiteSettings);
}

/**
 * Stores what is given: one transaction, with an entry for each value that changed. Of what holds several things (keys,
 * reasons, shifts) only those are changed that differ from `from`, what the person saw: the others stay as somebody else,
 * or the same person a moment ago, saved them. Absent: the values as they are given.
 * `also` is done in it as well, and may refuse the whole.
 * Errors: SETTING_INVALID, IDENTITY_*, DB_*, AUDIT_ENTRY_TOO_LARGE, those of `also`; nothing is changed then.
 */
export function changeSettings(
  context: StationContext,
  values: Partial<SiteSettings>,
  also: () => Result<void, AppError> = () => ok(undefined),
  from: Partial<SiteSettings> = {},
): Result<void, AppError> {
  const changes: SettingName[] = [];
  for (const name of settingNames) {
    if (values[name] === undefined) continue;
    const allowed = context.may(operationOf(name));
    if (!allowed.ok) return allowed;
    const parsed = parse(name, values[name]);
    if (!parsed.ok) return parsed;
    changes.push(name);
  }
  return context.db.write<void, AppError>(() => {
    for (const name of changes) {
      const newest = getSetting(context.db, keyOf(name));
      if (!newest.ok) return newest;
      const value = parse(name, overNewest(name, values, from, newest.value));
      if (!value.ok) return value;
      const stored = storeSetting(context, keyOf(name), value.value);
      if (!stored.ok) return stored;
    }
    return also();
  });
}

function parse(name: SettingName, value: unknown): Result<unknown, AppError> {
  const parsed = schemas[name].safeParse(value);
  return parsed.success
    ? ok(parsed.data)
    : fail(settingError(name, parsed.error.issues[0]?.message ?? 'not understood'));
}

/** @param stored As it holds now; where it was never set, or is not understood, what the person saw was the default. */
function overNewest(
  name: SettingName,
  values: Partial<SiteSettings>,
  from: Partial<SiteSettings>,
  stored: unknown,
): unknown {
  const parsed = schemas[name].safeParse(stored);
  if (from[name] === undefined || !parsed.success) return values[name];
  const newest = { [name]: parsed.data } as Partial<SiteSettings>;
  switch (name) {
    case 'keys':
    case 'reasons':
      return mergeRecords<readonly string[]>(from[name] ?? {}, values[name] ?? {}, newest[name] ?? {});
    case 'shiftStarts':
      return mergeNumbers(from[name] ?? [], values[name] ?? [], newest[name] ?? []);
    default:
      return values[name];
  }
}
