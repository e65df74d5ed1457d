/**
 * Every call of the window in every state of its session: once as the window asks, and once straight at the station,
 * which refuses on its own what changes or gives away something.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../core/identity/access.ts';
import type { Operation } from '../../../core/identity/permissions.ts';
import { newId } from '../../../core/kernel/ids.ts';
import { contract, type Handlers } from '../../../ipc/contract.ts';
import type { AnyContract, Call, Reply } from '../../../ipc/contract-kinds.ts';
import { recordInspection } from '../../../station/inspections/record.ts';
import { readBoard } from '../../../station/review/reviewed-board.ts';
import { sampleImage, sampleInspection, sampleOutcome } from '../../../station/testing/sample-inspection.ts';
import { passwords } from '../../../station/testing/staffed-station.ts';
import { must, temporaryFolder } from '../../../station/testing/station-fixture.ts';
import { openTestWorkstation } from '../../../station/testing/workstation-fixture.ts';
import { type AnyHandler, answerCall } from '../answer-call.ts';
import { createHandlers, unguardedHandlers } from './create-handlers.ts';
import { neededOperations } from './needed-operations.ts';
import type { ShellServices } from './shell-services.ts';

const states = ['signed_out', 'locked', 'one_time_password', 'operator', 'engineer', 'admin'] as const;
type State = (typeof states)[number];
const refusals = new Set([
  'IDENTITY_SIGN_IN_REQUIRED',
  'IDENTITY_LOCKED',
  'IDENTITY_PASSWORD_EXPIRED',
  'IDENTITY_FORBIDDEN',
]);
/** Minutes of work for the engine: asked only where they must be refused. */
const heavy = new Set(['imports.samples', 'imports.again', 'imports.paste', 'audit.verify']);

const calls = Object.entries(contract as AnyContract).flatMap(([feature, channels]) =>
  Object.entries(channels).flatMap(([name, kind]) => (kind.kind === 'call' ? [{ feature, name, call: kind }] : [])),
);
const neededBy = (feature: string, name: string): Operation | null =>
  (neededOperations as unknown as Record<string, Record<string, Operation | null>>)[feature]?.[name] ?? null;

async function openStaffed() {
  const station = await openTestWorkstation();
  const folder = temporaryFolder();
  let files = 0;
  const shell: ShellServices = {
    info: () => ({ version: '1.0.0', runtime: 'preview', platform: 'linux', locale: 'en', versions: {} }),
    logFault: () => undefined,
    chooseFiles: async () => null,
    chooseFolder: async () => join(folder, `chosen-${files++}`),
    saveFile: async (name) => join(folder, `${files++}-${name}`),
    clipboardPng: async () => null,
    restoreBackup: async () => ({ ok: false, error: { code: 'BACKUP_IN_USE', message: '' } }),
    heldFiles: { count: () => 0, receive: async () => undefined },
    reveal: () => undefined,
  };
  const handlers = createHandlers(station, shell);
  // On the open station: a board to decide about, one that is signed off, and an annotation.
  const record = (serial: string) => {
    const input = sampleInspection({ serial, image: sampleImage(serial), outcome: sampleOutcome(2) });
    return must(recordInspection(station.context, input)).inspectionId;
  };
  const [waiting, signed] = [record('waiting'), record('signed')];
  const board = must(readBoard(station.context.db, waiting));
  const defectIds = board.defects.map(({ id }) => id);
  const value = async <T>(reply: Promise<Reply<T>> | Reply<T>): Promise<T> => must(await reply);
  await value(
    handlers.review.signOff({
      inspectionId: signed,
      revision: 1,
      note: '',
      signature: { meaning: 'reviewed', proof: null },
    }),
  );
  const box = { x: 1, y: 2, width: 30, height: 20 };
  const missed = {
    inspectionId: waiting,
    defectId: null,
    kind: 'missed_detection',
    box,
    label: 'open',
    notes: '',
  } as const;
  const { board: annotated } = await value(handlers.annotations.save(missed));
  const annotation = annotated.annotations[0]?.id ?? '';
  const proposal = await value(handlers.recipes.proposal({}));

  const first = { name: 'admin', printedName: 'Ada Lovelace', password: passwords.ada };
  await value(handlers.identity.setUpFirstAdministrator(first));
  const add = async (name: string, role: 'operator' | 'engineer') => {
    const added = await value(handlers.users.add({ name, printedName: `${name} of bench`, role, central: false }));
    return added.oneTimePassword;
  };
  const oneTime = { operator: await add('operator', 'operator'), engineer: await add('engineer', 'engineer') };
  const temporary = await add('temporary', 'engineer');
  for (const [name, current] of Object.entries(oneTime)) {
    await value(handlers.identity.signIn({ name, password: current }));
    await value(handlers.identity.changePassword({ current, next: passwords.lee }));
  }

  async function enter(state: State): Promise<void> {
    switch (state) {
      case 'signed_out':
        await value(handlers.identity.signOut({}));
        break;
      case 'locked':
        await value(handlers.identity.signIn({ name: 'admin', password: passwords.ada }));
        await value(handlers.identity.lock({}));
        break;
      case 'one_time_password':
        await value(handlers.identity.signIn({ name: 'temporary', password: temporary }));
        break;
      default: {
        const password = state === 'admin' ? passwords.ada : passwords.lee;
        await value(handlers.identity.signIn({ name: state, password }));
      }
    }
  }

  let people = 0;
  const inputs = (): Readonly<Record<string, object>> => ({
    'annotations.save': missed,
    'annotations.remove': { inspectionId: waiting, id: annotation },
    'application.fault': { message: '', stack: '' },
    'application.reveal': { path: folder },
    'audit.page': { limit: 1 },
    'audit.story': { objectId: waiting, limit: 1 },
    'audit.proof': { seq: 0 },
    'audit.rotateKey': { lost: false },
    'boards.open': { inspectionId: waiting },
    'evidence.create': { inspectionId: waiting },
    'history.page': { filter: {}, limit: 1 },
    'history.report': { inspectionId: waiting },
    'history.export': { format: 'coco', filter: {} },
    'imports.choose': { what: 'folder', about: {} },
    'imports.start': { paths: [join(folder, 'gone')], about: {} },
    'imports.paste': { about: {} },
    'imports.again': { inspectionIds: [waiting] },
    'imports.cancel': { importId: newId() },
    'imports.dismiss': { importId: newId() },
    'models.adopt': { name: 'no_such_model', version: '1' },
    'queue.page': { shelf: 'review', limit: 1 },
    'recipes.open': { name: 'P' },
    'recipes.versions': { name: 'P' },
    'recipes.save': { name: 'P', content: proposal, basedOn: 0 },
    'recipes.chooseGolden': { path: join(folder, 'gone.png') },
    'recipes.golden': { sha256: 'a'.repeat(64) },
    'review.verify': { inspectionId: waiting, defectIds, verification: 'accepted' },
    'review.signOff': { inspectionId: waiting, revision: 1 },
    'review.reopen': { inspectionId: signed, reason: 'looked at the wrong board' },
    'settings.set': { theme: 'dark' },
    'statistics.summary': { filter: {}, utcOffsetMinutes: 0, shiftStarts: [0] },
    'sync.page': { limit: 1 },
    'sync.test': { url: 'http://127.0.0.1:1', token: 'fcd_0123456789' },
    'sync.configure': { target: null, token: null },
    'sync.setBucket': { endpoint: null, region: 'us-east-1', bucket: 'boards', accessKeyId: 'A', secretAccessKey: 'S' },
    'sync.pause': { paused: false },
    'sync.retry': { id: newId() },
    'sync.skip': { id: newId(), reason: 'not ours' },
    'users.add': { name: `person ${people++}`, printedName: 'Person', role: 'operator' },
    'users.change': { id: newId(), role: 'operator' },
    'users.resetPassword': { id: newId() },
    'users.unlock': { id: newId() },
    'users.setBadge': { id: newId(), badge: 'BADGE-000017' },
  });
  const ask = async (through: Handlers, feature: string, name: string, call: Call, input?: object): Promise<string> => {
    const handler = (through as unknown as Record<string, Record<string, AnyHandler>>)[feature]![name]!;
    const given = input ?? inputs()[`${feature}.${name}`] ?? {};
    const reply = await answerCall(`${feature}.${name}`, call, handler, [given], (where, fault) => {
      throw new Error(`${where}: ${String(fault)}`);
    });
    return reply.ok ? 'ok' : reply.error.code;
  };
  return { station, handlers, unguarded: unguardedHandlers(station, shell), enter, ask };
}

const isRefusal = (code: string): boolean => refusals.has(code);

describe('what the window may ask for', () => {
  it('is decided by role and session for every call, and the station refuses changes by itself', async () => {
    const { station, handlers, unguarded, enter, ask } = await openStaffed();
    for (const state of states) {
      await enter(state);
      const wrong: string[] = [];
      for (const { feature, name, call } of calls) {
        const needed = neededBy(feature, name);
        if (needed === null) continue;
        const allowed = decide(station.context.access, needed).ok;
        if (allowed && heavy.has(`${feature}.${name}`)) continue;
        const ways =
          needed === 'station.read' || name === 'stopVerification' || name === 'stopExport'
            ? [handlers]
            : [handlers, unguarded];
        for (const through of ways) {
          // Reading is the window's own; verifying changes nothing.
          if (through === unguarded && ['log.verify'].includes(needed)) continue;
          if (through === unguarded && ['imports.choose', 'imports.cancel'].includes(`${feature}.${name}`)) continue;
          const code = await ask(through, feature, name, call);
          expect(code, `${feature}.${name}`).not.toBe('IPC_INPUT');
          if (isRefusal(code) === allowed)
            wrong.push(`${through === unguarded ? 'station ' : ''}${feature}.${name}: ${code}`);
        }
      }
      expect({ state, wrong }).toEqual({ state, wrong: [] });
    }
  }, 600_000);

  it('may need more by what is changed, which the station looks at', async () => {
    const { enter, ask, handlers } = await openStaffed();
    const cases: readonly (readonly [string, string, object, readonly State[]])[] = [
      ['settings', 'set', { station: 'Line 2' }, ['engineer', 'admin']],
      ['settings', 'set', { idleLockMinutes: 5 }, ['admin']],
      ['settings', 'set', { theme: 'light' }, ['operator', 'engineer', 'admin']],
    ];
    for (const state of states) {
      await enter(state);
      for (const [feature, name, input, allowed] of cases) {
        const call = (contract as AnyContract)[feature]![name] as Call;
        expect([state, input, isRefusal(await ask(handlers, feature, name, call, input))]).toEqual([
          state,
          input,
          !allowed.includes(state),
        ]);
      }
    }
  }, 300_000);

  it('is seen by this test: a handler that asks nobody lets the wrong people through', async () => {
    const { station, enter, ask, handlers } = await openStaffed();
    await enter('operator');
    const trusting = {
      ...handlers,
      settings: { ...handlers.settings, set: () => ({ ok: true as const, value: station.settings.read() }) },
    };
    const call = contract.settings.set as unknown as Call;
    expect(isRefusal(await ask(trusting, 'settings', 'set', call, { idleLockMinutes: 1 }))).toBe(false);
    expect(isRefusal(await ask(handlers, 'settings', 'set', call, { idleLockMinutes: 1 }))).toBe(true);
  }, 300_000);
});
