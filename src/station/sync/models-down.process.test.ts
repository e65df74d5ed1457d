/** Models of the centre come down: checked as one that is added by hand, placed whole, and used by nobody who did not say so. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { identityError } from '../../core/identity/errors.ts';
import { fail, ok } from '../../core/kernel/result.ts';
import { systemClock } from '../clock.ts';
import { startEngine } from '../compose.ts';
import { modelCatalog } from '../models/catalog.ts';
import { adoptModel } from '../models/change-models.ts';
import { isUsable, type ModelFolder } from '../models/model-repository.ts';
import { type ModelReceiverParts, modelReceiver } from '../models/receive-model.ts';
import { readTrustedKeys } from '../models/signature.ts';
import { anotherVersion, startModelService, testKeys } from '../testing/model-service.ts';
import { must, openTestStation, temporaryFolder } from '../testing/station-fixture.ts';
import { httpTransport, systemTiming } from './http-transport.ts';
import { readSyncState } from './sync-state.ts';
import { createSynchroniser } from './synchroniser.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const name = 'pcb_defect_detector_int8';
const { version: shipped } = JSON.parse(readFileSync(join(root, 'models', name, '1', 'model.json'), 'utf8')) as {
  version: string;
};

interface Options {
  readonly tryToLoad?: ModelReceiverParts['tryToLoad'];
  readonly dataDir?: string;
}

async function connected({ tryToLoad = async () => ok(null), dataDir = temporaryFolder() }: Options = {}) {
  const service = await startModelService();
  const context = openTestStation(join(dataDir, 'station.db'));
  const folder = join(dataDir, 'models-received');
  const path: readonly ModelFolder[] = [
    { path: join(dataDir, 'models'), origin: 'installed' },
    { path: join(root, 'models'), origin: 'bundled' },
    { path: folder, origin: 'received' },
  ];
  const keys = new Map([...readTrustedKeys(join(root, 'resources', 'keys')), ...testKeys]);
  const catalog = modelCatalog(path, keys, join(dataDir, 'models'));
  const problems: string[] = [];
  const look = async () => {
    const sync = createSynchroniser({
      context,
      target: () => ok({ url: service.url, token: 'a-device-token', bytesPerSecond: null }),
      openOriginal: () => {
        throw new Error('no picture waits');
      },
      receiveRecipe: null,
      models: modelReceiver({ context, catalog, folder, tryToLoad }),
      transport: httpTransport,
      timing: systemTiming(systemClock()),
      onChange: () => undefined,
      onProblem: ({ code }) => problems.push(code),
    });
    await sync.once();
    await sync.close();
  };
  const here = () =>
    existsSync(folder)
      ? readdirSync(folder, { recursive: true })
          .map(String)
          .filter((path) => path !== '.list')
          .sort()
      : [];
  const refused = () => must(context.db.read(() => readSyncState(context.db, 'refused')))?.models ?? [];
  const logged = () =>
    context.db
      .all(context.db.query.selectFrom('audit_entries').select('entry').orderBy('seq'))
      .map(({ entry }) => JSON.parse(entry) as { action: string; reason: string; actor: { id: string } })
      .filter(({ action }) => action.startsWith('model.'));
  const choose = (wanted: string) => {
    const chosen = catalog.choose(wanted, false);
    return chosen.ok ? `${chosen.value.origin} ${chosen.value.model.version}` : chosen.error.code;
  };
  return { service, context, catalog, look, here, refused, logged, choose, folder, problems, dataDir };
}
const whole = (version: string) => [
  name,
  join(name, version),
  join(name, version, 'model.json'),
  join(name, version, 'model.onnx'),
];

describe('a model of the centre', () => {
  it('is checked by a real engine, lies there whole, and is asked for once', { timeout: 120_000 }, async () => {
    const engine = startEngine(() => undefined);
    onTestFinished(() => engine.close());
    const { service, look, here, logged, choose } = await connected({
      tryToLoad: (model) => engine.loadModel(model, ['cpu']),
    });
    const before = choose('auto');
    service.offer(anotherVersion('9.0.0'));
    await look();
    expect(here()).toEqual(whole('9.0.0'));
    expect(logged()).toMatchObject([{ action: 'model.received', actor: { id: 'central' } }]);
    // Used where it is named with its version; what takes the newest takes the same as before.
    expect(choose(`${name}@9.0.0`)).toBe('received 9.0.0');
    expect([choose('auto'), choose(name)]).toEqual([before, `bundled ${shipped}`]);
    const asked = service.asked.length;
    await look();
    expect(service.asked.slice(asked)).toEqual([{ path: '/v1/models', range: null, tag: '"1"' }]);

    // The same checks refuse what no engine can load, however well it is signed.
    service.offer(anotherVersion('9.0.0'), anotherVersion('9.1.0', { onnx: Buffer.from('no network at all') }));
    await look();
    expect(here()).toEqual(whole('9.0.0'));
    expect(logged().at(-1)).toMatchObject({
      action: 'model.refused',
      reason: expect.stringMatching(/^(MODEL|ENGINE)_/),
    });
  });

  it('is the station’s own when somebody takes it over, and not by who may not', async () => {
    const { service, look, context, catalog, choose, logged } = await connected();
    service.offer(anotherVersion('9.0.0'));
    await look();
    const line = { ...context, may: () => fail(identityError('IDENTITY_FORBIDDEN')) };
    expect(await adoptModel(line, catalog, `${name}@9.0.0`)).toMatchObject({ error: { code: 'IDENTITY_FORBIDDEN' } });
    expect(await adoptModel(context, catalog, `${name}@9.9.9`)).toMatchObject({ error: { code: 'MODEL_NOT_FOUND' } });
    must(await adoptModel(context, catalog, `${name}@9.0.0`));
    expect(choose(name)).toBe('installed 9.0.0');
    const listed = catalog.list().filter((it) => isUsable(it) && it.model.version === '9.0.0');
    expect(listed.map(({ origin }) => origin)).toEqual(['installed']);
    expect(logged().map(({ action }) => action)).toEqual(['model.received', 'model.added']);
  });

  it('that the station has already is not fetched', async () => {
    const { service, look, here } = await connected();
    const folder = join(root, 'models', name, '1');
    const read = (file: string) => readFileSync(join(folder, file));
    service.offer({ onnx: read('model.onnx'), manifest: read('model.json').toString('utf8') });
    await look();
    expect([service.asked.map(({ path }) => path), here()]).toEqual([['/v1/models'], []]);
  });

  const good = anotherVersion('9.0.0');
  const unsigned = anotherVersion('9.0.0', { unsigned: true });
  const shape = anotherVersion('9.0.0', { facts: { input: { name: 'x', dtype: 'int4' } } });
  const shippedVersion = anotherVersion(shipped, { facts: { licence: 'another' } });
  const changed = { ...good, manifest: good.manifest.replace('"9.0.0"', '"9.0.1"') };
  it.each([
    ['without a signature', unsigned, 'MODEL_UNSIGNED'],
    ['whose description was changed after it was signed', changed, 'MODEL_SIGNATURE'],
    ['of another shape than the engine knows', shape, 'SYNC_MODEL_INVALID'],
    ['under a version that is here with other content', shippedVersion, 'SYNC_MODEL_DIFFERS'],
    [
      'whose bytes are not those of the description',
      { ...good, onnx: Buffer.from(good.onnx).fill(1, 5000, 5100) },
      'MODEL_HASH_MISMATCH',
    ],
  ])('%s is refused and told; those here stay, and the others come', async (_what, bad, code) => {
    const { service, look, here, refused, logged, choose } = await connected();
    const before = choose('auto');
    service.offer(bad, anotherVersion('9.5.0'));
    await look();
    expect(here()).toEqual(whole('9.5.0'));
    expect(refused()).toEqual([{ name: `${name}/1`, code }]);
    expect(logged()).toMatchObject([{ action: 'model.refused', reason: code }, { action: 'model.received' }]);
    expect(choose('auto')).toBe(before);
    // Told once: the same list is not asked for again.
    await look();
    expect(logged()).toHaveLength(2);
  });

  it('of which more comes than was announced is broken off', async () => {
    const { service, look, here, refused } = await connected();
    service.onnx = (reply, bytes) => {
      reply.writeHead(200);
      reply.end(Buffer.concat([bytes, bytes, bytes]));
    };
    service.offer(anotherVersion('9.0.0'));
    await look();
    expect([here(), refused()]).toEqual([[], [{ name: `${name}/1`, code: 'SYNC_MODEL_INVALID' }]]);
  });
});

it('a station whose database was restored beside an empty folder fetches them again', async () => {
  const { service, look, here, folder } = await connected();
  service.offer(anotherVersion('9.0.0'));
  await look();
  rmSync(folder, { recursive: true });
  await look();
  expect(here()).toEqual(whole('9.0.0'));
});

describe('an interrupted download', () => {
  it('goes on where it ended, and only whole models are seen', async () => {
    const { service, look, here, choose } = await connected();
    const files = anotherVersion('9.0.0');
    service.offer(files);
    const cut = 1_000_000;
    service.onnx = (reply, bytes, from) => {
      reply.writeHead(from === 0 ? 200 : 206, { 'content-length': bytes.length - from });
      reply.write(bytes.subarray(from, from + cut), () => reply.destroy());
    };
    await look();
    expect(choose(`${name}@9.0.0`)).toBe('MODEL_NOT_FOUND');
    expect(here().some((path) => path.includes('.partial-'))).toBe(true);
    service.onnx = null;
    await look();
    expect(here()).toEqual(whole('9.0.0'));
    expect(service.asked.at(-1)?.range).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it('begins anew where the service does not go on, and forgets what is offered no more', async () => {
    const { service, look, here, folder } = await connected();
    const files = anotherVersion('9.0.0');
    const { sha256 } = JSON.parse(files.manifest) as { sha256: string };
    mkdirSync(join(folder, `.partial-${sha256}`), { recursive: true });
    writeFileSync(join(folder, `.partial-${sha256}`, 'model.onnx'), 'of an earlier try, and of another file');
    mkdirSync(join(folder, `.partial-${'0'.repeat(64)}`));
    service.offer(files);
    service.onnx = (reply, bytes) => reply.writeHead(200).end(bytes);
    await look();
    expect(here()).toEqual(whole('9.0.0'));
  });

  it('whose beginning is damaged is found by its hash, and fetched once more from its start', async () => {
    const { service, look, here, folder } = await connected();
    const files = anotherVersion('9.0.0');
    const { sha256 } = JSON.parse(files.manifest) as { sha256: string };
    mkdirSync(join(folder, `.partial-${sha256}`), { recursive: true });
    writeFileSync(join(folder, `.partial-${sha256}`, 'model.onnx'), 'of an earlier try, and of another file');
    service.offer(files);
    await look();
    expect(service.asked.filter(({ path }) => path.endsWith('.onnx')).map(({ range }) => range)).toEqual([
      'bytes=38-',
      null,
    ]);
    expect(here()).toEqual(whole('9.0.0'));
  });
});
