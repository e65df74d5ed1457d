import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { objectRoutes } from '../routes/objects.ts';
import { objectStoreContract, testPartBytes } from '../testing/object-store-contract.ts';
import { createFolderStore } from './folder-store.ts';

const key = new TextEncoder().encode('a key for tests, of 32 bytes ...');

async function openFolderStore(now?: () => number) {
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-store-'));
  const store = createFolderStore(folder, key, { partBytes: testPartBytes, ...(now && { now }) });
  const app = Fastify();
  objectRoutes(app, store);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    store,
    baseUrl: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    close: async () => {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

objectStoreContract('a folder', openFolderStore);

describe('URLs of the folder store', () => {
  it('end after 15 minutes', async () => {
    let time = Date.parse('2026-11-21T12:00:00Z');
    const { store, baseUrl, close } = await openFolderStore(() => time);
    const { url } = await store.presignPut({
      key: 'inspections/i/raw/a.jpg',
      contentType: 'image/jpeg',
      sha256: null,
      bytes: null,
      baseUrl,
    });
    time += 15 * 60 * 1000 + 1000;
    expect((await fetch(url, { method: 'PUT', body: 'late' })).status).toBe(403);
    await close();
  });

  it('reach nothing outside the folder', async () => {
    const { store, close } = await openFolderStore();
    for (const path of ['../secret', 'a/../../b', '/etc/passwd', 'a//b', 'a/.hidden'])
      expect(store.readGrant('get', path, { until: '9999999999', signature: 'x' })).toBeNull();
    await close();
  });
});
