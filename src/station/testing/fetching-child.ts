/**
 * Fetches what a central service offers once, in a process of its own, to be killed: DATA_DIR URL KEYS [careless].
 * `careless` has a planted bug: it writes a model where it is looked for, half by half.
 */
import { closeSync, copyFileSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ok } from '../../core/kernel/result.ts';
import { systemClock } from '../clock.ts';
import { openStation, receivedModels } from '../compose.ts';
import { type ModelReceiver, modelReceiver } from '../models/receive-model.ts';
import { readTrustedKeys } from '../models/signature.ts';
import { httpTransport, systemTiming } from '../sync/http-transport.ts';
import { peopleReceiver } from '../sync/people-receiver.ts';
import { createSynchroniser } from '../sync/synchroniser.ts';

const [dataDir = '', url = '', keyFolder = '', mode] = process.argv.slice(2);
const opened = await openStation({ dataDir });
if (!opened.ok) throw new Error(opened.error.message);
const { context } = opened.value;
const folder = receivedModels(dataDir);
const receiver = modelReceiver({
  context,
  catalog: { keys: readTrustedKeys(keyFolder), path: [{ path: folder, origin: 'received' }] },
  folder,
  tryToLoad: async () => ok(null),
});

const untilKilledMs = 600_000;
const careless: ModelReceiver = {
  ...receiver,
  async place(partial) {
    const { name, version } = JSON.parse(readFileSync(join(partial, 'model.json'), 'utf8')) as Record<string, string>;
    const place = join(folder, name ?? '', version ?? '');
    mkdirSync(place, { recursive: true });
    copyFileSync(join(partial, 'model.json'), join(place, 'model.json'));
    const bytes = readFileSync(join(partial, 'model.onnx'));
    const file = openSync(join(place, 'model.onnx'), 'w');
    const half = bytes.length >> 1;
    writeSync(file, bytes.subarray(0, half));
    // The bug needs somebody who kills in the middle: that is now.
    process.stdout.write('placing\n');
    await pause(untilKilledMs);
    writeSync(file, bytes.subarray(half));
    closeSync(file);
    return ok(undefined);
  },
};

const centralSync = { url, bytesPerSecond: null };
const sync = createSynchroniser({
  context,
  target: () => ok({ url, token: 'a-device-token', bytesPerSecond: null }),
  openOriginal: () => {
    throw new Error('no picture waits');
  },
  receiveRecipe: null,
  people: peopleReceiver(context, () => ({ centralSync, centralSignIn: { url, graceDays: 7 } })),
  models: mode === 'careless' ? careless : receiver,
  transport: httpTransport,
  timing: systemTiming(systemClock()),
  onChange: () => undefined,
  onProblem: () => undefined,
});
await sync.once();
await sync.close();
opened.value.close();
process.stdout.write('done\n');
