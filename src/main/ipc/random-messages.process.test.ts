/**
 * What a page that went wrong could send: 10,000 random messages for each call, through the real contract and the real
 * handlers, onto a real station with boards in it. FIDUCIAL_MESSAGES asks for more or fewer, FIDUCIAL_SEED for others.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contract } from '../../ipc/contract.ts';
import type { AnyContract, Call } from '../../ipc/contract-kinds.ts';
import { openTestWorkstation } from '../../station/testing/workstation-fixture.ts';
import type { Workstation } from '../../station/workstation.ts';
import { type AnyHandler, answerCall } from './answer-call.ts';
import { createHandlers } from './handlers/create-handlers.ts';
import type { ShellServices } from './handlers/shell-services.ts';

const messages = Number(process.env.FIDUCIAL_MESSAGES ?? 10_000);
const seed = Number(process.env.FIDUCIAL_SEED ?? 4711);
/** Of every message, kept short so that none takes long to make. */
const maxDepth = 3;

const calls = Object.entries(contract as AnyContract).flatMap(([feature, channels]) =>
  Object.entries(channels).flatMap(([name, kind]) => (kind.kind === 'call' ? [{ feature, name, call: kind }] : [])),
);

const word = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  "'; DROP TABLE boards; --",
  '\0',
  '<img src=x onerror=alert(1)>',
);

/** The names that the calls know, so that messages come close to real ones. */
const knownKeys = [
  ...new Set(calls.flatMap(({ call }) => Object.keys((call.input as unknown as { shape?: object }).shape ?? {}))),
];

const anything = fc.oneof(
  fc.anything({ maxDepth, withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
  fc.dictionary(
    fc.oneof(fc.constantFrom(...knownKeys), word, fc.string({ maxLength: 8 })),
    fc.anything({ maxDepth: 2 }),
    {
      maxKeys: 6,
      noNullPrototype: false,
    },
  ),
  word,
);
const message = fc.array(anything, { maxLength: 3 });

/** Nobody is at the dialogs: whoever asks gets nothing. */
const nobody: ShellServices = {
  info: () => ({ version: '1.0.0', runtime: 'preview', platform: 'linux', locale: 'en', versions: {} }),
  logFault: () => undefined,
  chooseFiles: async () => null,
  chooseFolder: async () => null,
  saveFile: async () => null,
  clipboardPng: async () => null,
  restoreBackup: async () => ({ ok: false, error: { code: 'BACKUP_IN_USE', message: '' } }),
  heldFiles: { count: () => 0, receive: async () => undefined },
  reveal: () => undefined,
};

const samples = fc.sample(message, { numRuns: messages, seed });

interface Outcome {
  /** Parsed by chance: no nonsense, so not sent. */
  readonly understood: number;
  readonly faults: readonly string[];
}

/** Sends every message that the call should refuse. */
async function send(channel: string, call: Call, handler: AnyHandler): Promise<Outcome> {
  const faults: string[] = [];
  let understood = 0;
  for (const args of samples) {
    if (args.length === 1 && call.input.safeParse(args[0]).success) {
      understood += 1;
      continue;
    }
    const reply = await answerCall(channel, call, handler, args, (where, fault) =>
      faults.push(`${where}: ${String(fault)}`),
    );
    if (reply.ok || reply.error.code !== 'IPC_INPUT') faults.push(`${channel}: ${JSON.stringify(reply).slice(0, 200)}`);
  }
  return { understood, faults };
}

/** Calls `work` and tells whether anything was committed to the station's database meanwhile. */
async function changes(station: Workstation, work: () => Promise<void>): Promise<boolean> {
  const database = new Database(join(station.dataDir, 'station.db'), { readonly: true });
  // Differs after every commit of another connection.
  const version = (): unknown => database.pragma('data_version', { simple: true });
  const before = version();
  await work();
  const after = version();
  database.close();
  return before !== after;
}

describe(`${messages} random messages for each call`, () => {
  test('are answered with a code each, and change nothing', async () => {
    const station = await openTestWorkstation();
    const handlers = createHandlers(station, nobody);
    const started = await handlers.imports.samples({});
    if (!started.ok) throw new Error(started.error.message);
    await station.ended(started.value);
    // Otherwise the log is signed by itself a second later.
    station.signer.checkpoint();
    const features = handlers as unknown as Record<string, Record<string, AnyHandler>>;
    const changed = await changes(station, async () => {
      for (const { feature, name, call } of calls) {
        const { understood, faults } = await send(`${feature}.${name}`, call, features[feature]![name]!);
        expect(faults).toEqual([]);
        // Nearly all must be nonsense, or this would test nothing.
        expect(understood).toBeLessThan(messages / 10);
      }
    });
    expect(changed).toBe(false);
  }, 600_000);

  test('change something where a call lets everything through: the harness sees a planted bug', async () => {
    const station = await openTestWorkstation();
    const call = contract.settings.set;
    let commits = 0;
    const trusting: AnyHandler = () => {
      commits += 1;
      // Ten commits show it as well as thousands.
      if (commits > 10) return { ok: true, value: station.settings.read() };
      return station.settings.change({ person: `Lee ${commits}` });
    };
    // The schema is asked whether a message is nonsense, and not when it is answered.
    let asked = 0;
    const safeParse = (data: unknown) => {
      asked += 1;
      return asked % 2 === 1 ? { success: false } : { success: true, data };
    };
    let faults: readonly string[] = [];
    const changed = await changes(station, async () => {
      ({ faults } = await send('settings.set', { ...call, input: { safeParse } as never }, trusting));
    });
    expect(commits).toBeGreaterThan(0);
    expect(changed).toBe(true);
    expect(faults.length).toBeGreaterThan(0);
  }, 600_000);
});
