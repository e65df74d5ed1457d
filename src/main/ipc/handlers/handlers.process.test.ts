import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { z } from 'zod';
import { channelNames } from '../../../ipc/channel-names.ts';
import { contract } from '../../../ipc/contract.ts';
import type { Call, Reply } from '../../../ipc/contract-kinds.ts';
import { recordInspection } from '../../../station/inspections/record.ts';
import { sampleImage, sampleInspection, sampleOutcome } from '../../../station/testing/sample-inspection.ts';
import { must } from '../../../station/testing/station-fixture.ts';
import { openTestWorkstation, samplesFolder } from '../../../station/testing/workstation-fixture.ts';
import { answerCall } from '../answer-call.ts';
import { createHandlers } from './create-handlers.ts';
import { handlersWithoutStation } from './handlers-without-station.ts';
import type { ShellServices } from './shell-services.ts';

type Contract = typeof contract;
type Calls<F extends keyof Contract> = {
  [K in keyof Contract[F] as Contract[F][K] extends Call ? K : never]: Contract[F][K];
};
type Value<C> = C extends Call<infer _I, infer O> ? z.output<O> : never;

/** A person at the dialogs who picks these, and what the file manager was asked to show. */
function person(folder: string): ShellServices & { readonly revealed: string[]; readonly faults: string[] } {
  const revealed: string[] = [];
  const faults: string[] = [];
  const held: string[] = [];
  return {
    revealed,
    faults,
    info: () => ({ version: '1.0.0', runtime: 'preview', platform: 'linux', locale: 'en', versions: {} }),
    logFault: ({ message }) => void faults.push(message),
    async chooseFiles(what) {
      if (what !== 'evidence') return [join(samplesFolder, 'lamp-1_golden.jpg')];
      return readdirSync(folder)
        .filter((name) => name.endsWith('-evidence.zip'))
        .map((name) => join(folder, name));
    },
    chooseFolder: async (purpose) => (purpose === 'export' ? join(folder, 'dataset') : null),
    saveFile: async (name) => join(folder, name),
    clipboardPng: async () => readFileSync(join(samplesFolder, 'scan-12_900100_board.png')),
    restoreBackup: async () => ({ ok: true, value: { size: 7, putAside: null, missingOriginals: 0 } }),
    heldFiles: { count: () => held.length, receive: async (files) => void held.push(...files) },
    reveal: (path) => void revealed.push(path),
  };
}

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fiducial-calls-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function openCalls() {
  const station = await openTestWorkstation();
  const folder = temporary();
  const shell = person(folder);
  const handlers = createHandlers(station, shell);
  const asked = new Set<string>();
  const ask = async <F extends keyof Contract, N extends keyof Calls<F> & string>(
    feature: F,
    name: N,
    input: object = {},
  ): Promise<Reply<Value<Contract[F][N]>>> => {
    asked.add(`${feature}.${name}`);
    const call = contract[feature][name] as unknown as Call;
    const handler = (handlers[feature] as unknown as Record<string, never>)[name];
    const answer = await answerCall(`${feature}.${name}`, call, handler as never, [input], (where, fault) => {
      throw new Error(`${where}: ${String(fault)}`);
    });
    return answer as Reply<Value<Contract[F][N]>>;
  };
  const value = async <F extends keyof Contract, N extends keyof Calls<F> & string>(
    feature: F,
    name: N,
    input?: object,
  ) => {
    const answer = await ask(feature, name, input);
    if (!answer.ok) throw new Error(`${feature}.${name}: ${answer.error.code} ${answer.error.message}`);
    return answer.value;
  };
  return { station, shell, folder, ask, value, asked };
}

describe('the window’s calls', () => {
  it('take a person from the sample boards to a signed board, its report, a dataset and a verified log', async () => {
    const { station, shell, folder, ask, value, asked } = await openCalls();
    await station.ended(await value('imports', 'samples'));
    const { rows } = await value('queue', 'page', { shelf: 'review', limit: 100 });
    const row = rows.find(({ defects, registrationPoor }) => defects > 1 && !registrationPoor);
    if (row === undefined) throw new Error('No sample board has defects');
    const inspectionId = row.id;
    const board = await value('boards', 'open', { inspectionId });
    expect(board).toMatchObject({ verdict: null, golden: { sha256: expect.any(String) }, signedOff: null });
    expect(await value('boards', 'types')).toContain(board.defects[0]?.type);

    const defectIds = board.defects.map(({ id }) => id);
    const decided = await value('review', 'verify', { inspectionId, defectIds, verification: 'confirmed' });
    expect(decided.steps.undo).toMatchObject({ kind: 'verification', count: defectIds.length });
    expect(await value('review', 'steps')).toEqual(decided.steps);
    await value('review', 'undo');
    const redone = await value('review', 'redo');
    const stale = await ask('review', 'signOff', { inspectionId, revision: board.revision });
    expect(stale).toMatchObject({ ok: false, error: { code: 'REVIEW_STALE' } });
    const signed = await value('review', 'signOff', { inspectionId, revision: redone.board.revision });
    expect(signed.board).toMatchObject({ verdict: 'fail', signedOff: { verdict: 'fail' } });
    expect(await value('queue', 'counts')).toEqual({ review: rows.length - 1, done: 1 });
    await value('review', 'reopen', { inspectionId, reason: 'Looked at the wrong board' });
    expect(await value('review', 'reasons')).toHaveProperty('rejected');

    const annotation = { inspectionId, defectId: null, box: { x: 1, y: 2, width: 30, height: 20 }, notes: '' };
    const drawn = await value('annotations', 'save', { ...annotation, kind: 'missed_detection', label: 'open' });
    const id = drawn.board.annotations[0]?.id;
    await value('annotations', 'remove', { inspectionId, id });

    const { path } = (await value('history', 'report', { inspectionId })) ?? { path: '' };
    expect(statSync(path).size).toBeGreaterThan(10_000);
    expect(await value('history', 'stopExport')).toEqual({});
    expect(await value('history', 'export', { format: 'coco', filter: {} })).toEqual({
      path: join(folder, 'dataset'),
      images: 12,
      newerLeftOut: 0,
      unexplained: 0,
      refused: [],
    });
    expect((await value('history', 'page', { filter: { search: 'lamp' }, limit: 5 })).rows).toHaveLength(1);
    expect((await value('history', 'facets')).parts).toContain('LAMP-1');
    const day = { filter: {}, utcOffsetMinutes: 60, shiftStarts: [360] };
    expect((await value('statistics', 'summary', day)).types.length).toBeGreaterThan(0);

    expect(await value('audit', 'actions')).toContain('board.signed_off');
    expect((await value('audit', 'page', { limit: 2 })).entries).toHaveLength(2);
    expect(await value('audit', 'people')).toHaveLength(1);
    const story = await value('audit', 'story', { objectId: inspectionId, limit: 500 });
    expect(story.entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['inspection.completed', 'verification.set', 'board.signed_off', 'report.created']),
    );
    const seq = story.entries.find(({ action }) => action === 'board.signed_off')?.seq ?? -1;
    const proof = await value('audit', 'proof', { seq });
    expect(readFileSync(proof?.path ?? '', 'utf8')).toContain(`\nindex ${seq}\n`);
    expect(await value('evidence', 'create', { inspectionId })).toMatchObject({ entries: expect.any(Number) });
    expect(await value('evidence', 'verify')).toMatchObject({
      problems: [],
      ownKey: true,
      facts: { inspection: inspectionId },
    });
    rmSync(join(folder, 'dataset'), { recursive: true });
    const exported = await value('audit', 'export');
    expect(existsSync(join(exported?.path ?? '', 'checkpoint'))).toBe(true);
    expect(await value('audit', 'rotateKey', { lost: false })).toMatchObject({
      epochs: [{ number: 1 }, { number: 2 }],
    });
    expect(await value('audit', 'state')).toMatchObject({ state: 'unsealed', notSigned: 0, problem: null });
    expect(await value('audit', 'verify')).toMatchObject({ ok: true });
    expect(await value('audit', 'stopVerification')).toEqual({});
    expect(await value('audit', 'stopExport')).toEqual({});
    expect(await value('backup', 'restore')).toMatchObject({ size: 7 });

    const content = await value('recipes', 'proposal');
    const golden = await value('recipes', 'chooseGolden', {});
    expect(await value('recipes', 'golden', { sha256: golden?.sha256 ?? '' })).toEqual(golden);
    const saved = { name: 'LAMP-1', content: { ...content, goldenSha256: golden?.sha256 }, basedOn: 0 };
    expect(await value('recipes', 'save', saved)).toMatchObject({ version: 1, golden });
    expect(await ask('recipes', 'save', saved)).toMatchObject({ error: { code: 'RECIPE_STALE' } });
    expect(await value('recipes', 'open', { name: 'LAMP-1' })).toMatchObject({ golden });
    expect(await value('recipes', 'list')).toHaveLength(1);
    expect(await value('recipes', 'versions', { name: 'LAMP-1' })).toHaveLength(1);
    const [model] = (await value('models', 'list')).filter(({ error }) => error === null);
    expect(model).toMatchObject({ bundled: true, signed: true });
    expect(await ask('models', 'adopt', { name: 'no_such_model', version: '1' })).toMatchObject({ ok: false });

    const { name, version } = model ?? { name: '', version: '' };
    const again = await value('imports', 'again', { inspectionIds: [inspectionId], model: { name, version } });
    expect(await station.ended(again)).toMatchObject({ inspected: 1, error: null });
    await station.ended(await value('imports', 'paste', { about: {} }));
    const chosen = await value('imports', 'choose', { what: 'files', about: { part: 'LAMP-1' } });
    if (chosen !== null) await station.ended(chosen);
    expect(await value('imports', 'choose', { what: 'folder', about: {} })).toBeNull();
    const started = await value('imports', 'start', { paths: [join(folder, 'gone')], about: {} });
    await station.ended(started);
    await value('imports', 'cancel', started);
    await value('imports', 'dismiss', started);
    expect(await value('imports', 'list')).toHaveLength(4);
    expect(await value('imports', 'handOver', { paths: [join(folder, 'gone')] })).toEqual({ waiting: 1 });
    expect(await value('imports', 'handedOver')).toEqual({ waiting: 1 });

    expect(await value('settings', 'set', { person: 'Grace' })).toMatchObject({ person: 'Grace' });
    expect(await value('settings', 'get')).toMatchObject({ person: 'Grace' });
    expect(await value('status', 'get')).toMatchObject({ person: 'Grace', problems: [], engine: 'ready' });

    const nobody = { url: 'http://127.0.0.1:1', bytesPerSecond: null };
    const mine = { url: nobody.url, token: 'fcd_0123456789' };
    expect(await value('sync', 'test', mine)).toMatchObject({ kind: 'unreachable' });
    await value('sync', 'configure', { target: nobody, token: mine.token });
    const elsewhere = { ...nobody, url: 'http://127.0.0.1:2' };
    for (const refused of [
      await ask('sync', 'configure', { target: elsewhere, token: null }),
      await ask('sync', 'test', { url: elsewhere.url, token: null }),
    ])
      expect(refused).toMatchObject({ error: { code: 'SYNC_TOKEN_MISSING' } });
    const insecure = await ask('sync', 'test', { url: 'http://10.0.0.1', token: mine.token });
    expect(insecure).toMatchObject({ error: { code: 'SETTING_INVALID' } });
    expect(await value('sync', 'connection')).toMatchObject({ target: nobody, token: 'unsealed', log: { copied: 0 } });
    const own = { endpoint: nobody.url, region: 'us-east-1', bucket: 'boards', accessKeyId: 'A', secretAccessKey: 'S' };
    expect(await ask('sync', 'setBucket', own)).toMatchObject({ error: { code: 'SYNC_BUCKET_UNREACHABLE' } });
    await value('sync', 'clearBucket');
    expect(await value('sync', 'connection')).toMatchObject({ target: nobody, token: 'unsealed' });
    await value('sync', 'pause', { paused: true });
    expect(await value('sync', 'state')).toMatchObject({ state: 'paused', counts: { setAside: 0 } });
    expect(await value('status', 'get')).toMatchObject({ sync: { state: 'paused' } });
    const { items } = await value('sync', 'page', { state: 'pending', limit: 1 });
    const item = { id: items[0]?.id ?? '' };
    await value('sync', 'skip', { ...item, reason: 'a sample' });
    expect(await value('sync', 'page', { state: 'skipped', limit: 9 })).toMatchObject({ items: [item] });
    await value('sync', 'retry', item);
    expect(await value('sync', 'retryAll')).toEqual({ count: 0 });
    await value('sync', 'hurry');
    await value('sync', 'configure', { target: null, token: null });

    await value('application', 'info');
    await value('application', 'fault', { message: 'Something broke', stack: '' });
    await value('application', 'reveal', { path });
    expect([shell.faults, shell.revealed]).toEqual([['Something broke'], [path]]);

    const all = Object.entries(channelNames).flatMap(([feature, names]) =>
      Object.entries(names).flatMap(([call, kind]) => (kind === 'call' ? `${feature}.${call}` : [])),
    );
    // People have their own test below.
    const ofPeople = (call: string) => call.startsWith('identity.') || call.startsWith('users.');
    expect([...asked].toSorted()).toEqual(all.filter((call) => !ofPeople(call)).toSorted());
  });

  it('take people from the first administrator to a signed board', async () => {
    const { station, ask, value, asked } = await openCalls();
    const [password, next] = ['purple trolley rain', 'green kettle on ice'];
    const input = sampleInspection({ serial: 'S-1', image: sampleImage('S-1'), outcome: sampleOutcome(1) });
    const { inspectionId } = must(recordInspection(station.context, input));
    const state = async () => (await value('identity', 'session')).state;
    expect(await state()).toBe('open');
    const first = await value('identity', 'setUpFirstAdministrator', { name: 'ada', printedName: 'Ada', password });
    expect(first.session).toMatchObject({ state: 'signed_in', signing: 'password' });
    const lee = await value('users', 'add', { name: 'lee', printedName: 'A. Lee', role: 'operator' });
    const { id } = lee.user;
    await value('users', 'change', { id, role: 'engineer' });
    await value('users', 'setBadge', { id, badge: 'BADGE-000017' });
    await value('users', 'unlock', { id });
    const { oneTimePassword } = await value('users', 'resetPassword', { id });
    expect(await value('users', 'list')).toMatchObject([{ name: 'ada' }, { name: 'lee', badge: true }]);
    const entered = await value('identity', 'signIn', { name: 'lee', password: oneTimePassword });
    expect(entered).toMatchObject({ passwordExpired: true, may: [] });
    await value('identity', 'changePassword', { current: oneTimePassword, next });
    await value('identity', 'setPin', { password: next, pin: '193751' });
    await value('identity', 'setBadge', { password: next, badge: 'BADGE-000018' });
    await value('identity', 'active');
    await value('identity', 'lock');
    expect(await ask('boards', 'open', { inspectionId })).toMatchObject({ error: { code: 'IDENTITY_LOCKED' } });
    await value('identity', 'unlock', { password: next });
    await value('identity', 'lock');
    await value('identity', 'quickSwitch', { factor: 'badge', secret: 'BADGE-000018' });

    const signOff = (proof: object | null) =>
      ask('review', 'signOff', { inspectionId, revision: 1, signature: { meaning: 'approved', proof } });
    expect(await signOff(null)).toMatchObject({ error: { code: 'IDENTITY_SIGNATURE_REQUIRED' } });
    const pin = { factor: 'pin', secret: '193751' };
    expect(await signOff(pin)).toMatchObject({ error: { code: 'IDENTITY_SIGNATURE_PASSWORD' } });
    const signature = { printedName: 'A. Lee', meaning: 'approved', factor: 'password' };
    expect(await signOff({ factor: 'password', secret: next })).toMatchObject({
      value: { board: { signedOff: signature } },
    });
    // A signature is given each time anew: what was taken back cannot simply be done again.
    const { steps } = await value('review', 'undo');
    expect(steps.redo).toMatchObject({ kind: 'sign_off' });
    expect(await ask('review', 'redo')).toMatchObject({ error: { code: 'IDENTITY_SIGNATURE_REQUIRED' } });
    const { revision } = await value('boards', 'open', { inspectionId });
    const again = { inspectionId, revision, signature: { meaning: 'reviewed', proof: pin } };
    const signed = await value('review', 'signOff', again);
    expect(signed.board.signedOff).toMatchObject({ printedName: 'A. Lee', meaning: 'reviewed', factor: 'pin' });
    const { entries } = await value('audit', 'page', { limit: 1, action: 'board.signed_off' });
    expect(entries).toMatchObject([
      { actor: { name: 'A. Lee', role: 'engineer' }, after: { signer: 'A. Lee', meaning: 'reviewed', factor: 'pin' } },
    ]);

    await value('identity', 'signOut');
    expect(await state()).toBe('signed_out');
    const code = first.recoveryCode;
    expect(await value('identity', 'recover', { name: 'ada', code, password: next })).toMatchObject({
      session: { state: 'signed_in' },
    });
    expect(station.events.filter(({ type }) => type === 'session_changed').length).toBeGreaterThan(5);
    const all = (['identity', 'users'] as const).flatMap((feature) =>
      Object.entries(channelNames[feature]).flatMap(([call, kind]) => (kind === 'call' ? `${feature}.${call}` : [])),
    );
    expect(all.filter((call) => !asked.has(call))).toEqual([]);
  });

  it('say why where the station could not be opened, and answer what the window needs for that', async () => {
    const error = { code: 'DB_CORRUPT', message: 'The database is damaged.' };
    const handlers = handlersWithoutStation(error, '/data', person(temporary()));
    expect(await handlers.status.get({})).toMatchObject({ ok: true, value: { problems: [error] } });
    expect(await handlers.settings.get({})).toMatchObject({ ok: true });
    expect(await handlers.queue.counts({})).toEqual({ ok: false, error });
    // The way back.
    expect(await handlers.backup.restore({})).toMatchObject({ ok: true, value: { size: 7 } });
    expect(await handlers.imports.samples({})).toEqual({ ok: false, error });
  });
});
