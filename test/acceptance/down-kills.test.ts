/**
 * What comes down while the station's process is killed: the models and the people before, or those after, never a half.
 * `FIDUCIAL_KILLS` for more of them, `FIDUCIAL_SEED` for other moments.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { StationUser } from '@fiducial/protocol/api';
import { expect, it, onTestFinished } from 'vitest';
import { openStation, receivedModels } from '../../src/station/compose.ts';
import { addFirstAdministrator } from '../../src/station/identity/manage-users.ts';
import { listUsers } from '../../src/station/identity/user-rows.ts';
import { checkModelFolder } from '../../src/station/models/install-model.ts';
import { anotherVersion, startModelService, testKeyPem, testKeys } from '../../src/station/testing/model-service.ts';
import { passwords } from '../../src/station/testing/staffed-station.ts';
import { must, temporaryFolder } from '../../src/station/testing/station-fixture.ts';
import { dice } from '../simulation/sync/world.ts';
import { root } from './run-fiducial.ts';

const kills = Number(process.env.FIDUCIAL_KILLS ?? 4);
const rolled = dice(Number(process.env.FIDUCIAL_SEED ?? 1));
const child = join(root, 'src', 'station', 'testing', 'fetching-child.ts');
const peopleCount = 30;

const personOf = (n: number, role: 'operator' | 'engineer'): StationUser => ({
  id: `id-${n}`,
  username: `person${n}`,
  printed_name: `Person ${n}`,
  role,
  disabled: false,
  password_tag: '1',
  badge_hash: null,
});

async function staffed() {
  const service = await startModelService();
  const dataDir = temporaryFolder();
  const keys = join(dataDir, 'trusted');
  mkdirSync(keys);
  writeFileSync(join(keys, 'test.pem'), testKeyPem);
  const station = must(await openStation({ dataDir }));
  must(await addFirstAdministrator(station.context, { name: 'ada', printedName: 'Ada', password: passwords.ada }));
  station.close();
  const publish = (round: number): void => {
    const role = round % 2 === 0 ? 'operator' : 'engineer';
    const data = Array.from({ length: peopleCount }, (_, n) => personOf(n, role));
    const list = { object: 'list', badge_salt: Buffer.alloc(16).toString('base64'), data };
    service.people = { tag: `"people ${round}"`, list };
    service.offer(...Array.from({ length: round + 1 }, (_, n) => anotherVersion(`9.${n}.0`)));
  };
  const fetching = (mode = '', shell = 'exec "$@"'): ChildProcess => {
    const args = ['-c', shell, 'sh', process.execPath, child, dataDir, service.url, keys, mode];
    const started = spawn('sh', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void started.kill('SIGKILL'));
    return started;
  };
  return { service, dataDir, publish, fetching };
}

/** What is wrong with what a program that starts now would see. */
async function halves(dataDir: string): Promise<readonly string[]> {
  const found: string[] = [];
  const folder = receivedModels(dataDir);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
  for (const name of names)
    for (const version of readdirSync(join(folder, name))) {
      const checked = await checkModelFolder(join(folder, name, version), testKeys, false);
      if (!checked.ok) found.push(`${version}: ${checked.error.code}`);
    }
  const station = must(await openStation({ dataDir }));
  const people = listUsers(station.context.db).filter(({ central }) => central);
  station.close();
  const roles = new Set(people.map(({ role }) => role));
  if (![0, peopleCount].includes(people.length) || roles.size > 1)
    found.push(`${people.length} people of ${[...roles]}`);
  return found;
}

async function killed(process: ChildProcess): Promise<void> {
  const gone = once(process, 'exit');
  process.kill('SIGKILL');
  await gone;
}

it('what was there before stays whole, or what came is whole', { timeout: 300_000 + kills * 30_000 }, async () => {
  const { service, dataDir, publish, fetching } = await staffed();
  for (let round = 0; round < kills; round += 1) {
    publish(round);
    let running: ChildProcess | null = null;
    const cut = rolled.between(0, 2_300_000);
    const reached = new Promise<void>((resolve) => {
      // Killed after so many bytes of a model, or a moment after its last one.
      service.onnx = (reply, bytes, from) => {
        reply.writeHead(from === 0 ? 200 : 206);
        reply.write(bytes.subarray(from, Math.max(from, cut)), () => {
          if (cut >= bytes.length) reply.end();
          void pause(rolled.between(0, 40)).then(resolve);
        });
      };
    });
    running = fetching();
    await Promise.race([reached, once(running, 'exit')]);
    await killed(running);
    expect(await halves(dataDir), `kill ${round}`).toEqual([]);
  }
  service.onnx = null;
  const last = fetching();
  expect(await once(last, 'exit')).toEqual([0, null]);
  expect(await halves(dataDir)).toEqual([]);
  const [model = ''] = readdirSync(receivedModels(dataDir)).filter((name) => !name.startsWith('.'));
  expect(readdirSync(join(receivedModels(dataDir), model))).toHaveLength(kills);
});

it.skipIf(process.platform === 'win32')(
  'a disk that has no room for a model keeps nothing of it, and takes the people',
  async () => {
    const { service, dataDir, publish, fetching } = await staffed();
    publish(0);
    // sh counts in blocks of 512 bytes: 1.5 MB, where the model has 2.2.
    const cramped = fetching('', 'ulimit -f 3000; exec "$@"');
    expect(await once(cramped, 'exit')).toEqual([0, null]);
    expect(readdirSync(receivedModels(dataDir)).filter((name) => name !== '.list')).toEqual([]);
    const station = must(await openStation({ dataDir }));
    expect(listUsers(station.context.db)).toHaveLength(peopleCount + 1);
    station.close();
    const asked = service.asked.length;
    expect(await once(fetching(), 'exit')).toEqual([0, null]);
    expect(service.asked.slice(asked).find(({ path }) => path.endsWith('.onnx'))).toMatchObject({ range: null });
    expect(await halves(dataDir)).toEqual([]);
  },
);

it('negative control: a model that is written where it is looked for is found half', async () => {
  const { dataDir, publish, fetching } = await staffed();
  publish(0);
  const careless = fetching('careless');
  await once(careless.stdout!, 'data');
  await killed(careless);
  expect(await halves(dataDir)).toEqual([expect.stringMatching(/^9\.0\.0: MODEL_HASH_MISMATCH$/)]);
});
