import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configureRequestOptions, configureRequestUrl, type DownloadOptions, HttpExecutor } from 'builder-util-runtime';
import electronUpdater, { type AppUpdater } from 'electron-updater';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { updateErrorCodes, updateErrorOf } from './errors.ts';
import { type ListTransport, requireSignedLists } from './signed-list.ts';
import { readUpdateSettings } from './update-settings.ts';
import { startUpdates, type Updater, type UpdateState } from './updates.ts';

/** Fetches with Node's own client; in the program Electron's does. */
class NodeExecutor extends HttpExecutor<ReturnType<typeof request>> {
  createRequest(options: object, callback: (response: never) => void) {
    return request(options, callback as never);
  }
  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise((resolve, reject, onCancel) => {
      const requestOptions = {};
      configureRequestUrl(url, requestOptions);
      configureRequestOptions(requestOptions);
      const callback = (error: Error | null): void => (error ? reject(error) : resolve(destination));
      this.doDownload(requestOptions, { destination, options, onCancel, callback, responseHandler: null }, 0);
    });
  }
}

let folder: string;
let server: Server;
let url: string;
const served = new Map<string, Buffer>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-updates-'));
  served.clear();
  server = createServer((asked, response) => {
    const body = served.get(new URL(asked.url!, 'http://x').pathname);
    response.writeHead(body ? 200 : 404).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  await writeFile(join(folder, 'app-update.yml'), 'updaterCacheDirName: fiducial-updater\n');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const ours = generateKeyPairSync('ed25519');
const foreign = generateKeyPairSync('ed25519');
const program = Buffer.alloc(300_000, 'new version');

function publish(version: string, key: KeyObject | null, file = program): void {
  const sha512 = createHash('sha512').update(program).digest('base64');
  const list = `version: ${version}\nfiles:\n  - url: Fiducial.AppImage\n    sha512: ${sha512}\n    size: ${program.length}\npath: Fiducial.AppImage\nsha512: ${sha512}\nreleaseDate: '2026-01-01T00:00:00.000Z'\n`;
  served.set('/latest-linux.yml', Buffer.from(list));
  served.set('/Fiducial.AppImage', file);
  if (key) served.set('/latest-linux.yml.sig', Buffer.from(sign(null, Buffer.from(list), key).toString('base64')));
}

/** electron-updater's own updater for an installed 1.0.0. */
function installed() {
  const quits: ((code: number) => void)[] = [];
  const adapter = {
    version: '1.0.0',
    name: 'fiducial',
    isPackaged: true,
    appUpdateConfigPath: join(folder, 'app-update.yml'),
    userDataPath: folder,
    baseCachePath: join(folder, 'cache'),
    whenReady: async () => undefined,
    relaunch() {},
    quit() {},
    onQuit: (handler: (code: number) => void) => quits.push(handler),
  };
  const updater = new electronUpdater.AppImageUpdater(null, adapter) as AppUpdater;
  const executor = new NodeExecutor();
  Object.assign(updater, { httpExecutor: executor });
  updater.logger = null;
  updater.disableDifferentialDownload = true;
  updater.setFeedURL({ provider: 'generic', url });
  requireSignedLists(executor as unknown as ListTransport, [ours.publicKey]);
  const states: UpdateState[] = [];
  const settled = Promise.withResolvers<UpdateState>();
  const updates = startUpdates(updater as unknown as Updater, 3_600_000, (state) => {
    states.push(state);
    if (state.kind === 'ready' || state.kind === 'failed' || state.kind === 'idle') settled.resolve(state);
  });
  return { updates, states, settled: settled.promise, quits };
}

const originalAppImage = process.env.APPIMAGE;
beforeEach(() => {
  process.env.APPIMAGE = join(folder, 'installed.AppImage');
});
afterEach(() => {
  if (originalAppImage === undefined) delete process.env.APPIMAGE;
  else process.env.APPIMAGE = originalAppImage;
});

describe('updates from a server', () => {
  test('a signed newer version is downloaded, with progress, and installed at the quit', async () => {
    await writeFile(process.env.APPIMAGE!, 'old version');
    publish('1.1.0', ours.privateKey);
    const { updates, states, settled, quits } = installed();
    await updates.check();
    expect(await settled).toEqual({ kind: 'ready', version: '1.1.0' });
    expect(states.map(({ kind }) => kind)).toContain('downloading');
    expect(quits).toHaveLength(1);
    updates.stop();
  });

  test('the same or an older version changes nothing', async () => {
    for (const version of ['1.0.0', '0.9.0']) {
      publish(version, ours.privateKey);
      const { updates, settled } = installed();
      await updates.check();
      expect(await settled).toEqual({ kind: 'idle' });
      updates.stop();
    }
  });

  test.each([
    ['without a signature', null],
    ['signed by somebody else', foreign.privateKey],
  ])('a list %s is refused, and nothing is downloaded', async (_how, key) => {
    publish('1.1.0', key);
    const { updates, states, settled } = installed();
    await updates.check();
    expect(await settled).toMatchObject({ kind: 'failed', error: { code: 'UPDATE_SIGNATURE' } });
    expect(states.map(({ kind }) => kind)).not.toContain('downloading');
    updates.stop();
  });

  test('a file that is not the one of the list is refused', async () => {
    publish('1.1.0', ours.privateKey, Buffer.alloc(300_000, 'tampered'));
    const { updates, settled } = installed();
    await updates.check();
    expect(await settled).toMatchObject({ kind: 'failed', error: { code: 'UPDATE_CHECKSUM' } });
    updates.stop();
  });

  test('a server that has nothing is said, and asked again the next time', async () => {
    const { updates } = installed();
    expect(await updates.check()).toMatchObject({ kind: 'failed', error: { code: 'UPDATE_REFUSED' } });
    publish('1.0.0', ours.privateKey);
    expect(await updates.check()).toEqual({ kind: 'idle' });
    updates.stop();
  });
});

test('codes of the area', () => {
  expect(updateErrorCodes).toEqual(['UPDATE_SIGNATURE', 'UPDATE_CHECKSUM', 'UPDATE_UNREACHABLE', 'UPDATE_REFUSED']);
  expect(updateErrorOf({ code: 'ENOTFOUND', message: '' }).code).toBe('UPDATE_UNREACHABLE');
  expect(updateErrorOf(new Error('net::ERR_INTERNET_DISCONNECTED')).code).toBe('UPDATE_UNREACHABLE');
});

describe('where updates come from', () => {
  test('nowhere, until a site says it', () => {
    expect(readUpdateSettings(folder, {})).toEqual({ settings: null, problem: null });
  });

  test('a file of the data directory, or the environment', async () => {
    expect(readUpdateSettings(folder, { FIDUCIAL_UPDATE_URL: 'https://updates.example/fiducial' }).settings?.url).toBe(
      'https://updates.example/fiducial',
    );
    await writeFile(join(folder, 'update.json'), '{"url":"https://a.example/","channel":"beta"}');
    expect(readUpdateSettings(folder, {}).settings).toEqual({
      url: 'https://a.example/',
      channel: 'beta',
      everyHours: 6,
    });
  });

  test.each([
    '{"url":"http://a.example/"}',
    '{"url":"file:///x"}',
    '{"url":"https://a.example/","channel":"../x"}',
    '{',
    '[]',
  ])('not %s, and the log says why', async (text) => {
    await writeFile(join(folder, 'update.json'), text);
    const { settings, problem } = readUpdateSettings(folder, {});
    expect(settings).toBeNull();
    expect(problem).not.toBeNull();
  });
});
