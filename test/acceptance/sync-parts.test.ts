/**
 * Docs/spec/sync.md, S16: a large original is sent in parts, its sender is killed in the middle of a part, and what
 * arrived is not sent again. With the service's folder, and with a bucket of a real S3 server.
 */
import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasS3Server, type S3Server, startS3Server } from '../../central/src/testing/s3-server.ts';
import type { InspectionId } from '../../src/core/kernel/ids.ts';
import { must } from '../../src/station/testing/station-fixture.ts';
import { openTestWorkstation } from '../../src/station/testing/workstation-fixture.ts';
import { fiducial } from './run-fiducial.ts';
import { type CountingProxy, openCountingProxy } from './sync-rig/counting-proxy.ts';
import { compareSides } from './sync-rig/differences.ts';
import { openRig, partBytes, type Running, type SyncRig } from './sync-rig/rig.ts';

const sum = (proxy: CountingProxy): number => [...proxy.bytesOut.values()].reduce((all, bytes) => all + bytes, 0);

/** Both may resolve first; a sender that ended instead says why there is nothing to wait for. */
async function reached(moment: Promise<void>, sending: Running): Promise<void> {
  const first = await Promise.race([moment, sending.ended.then((status) => `ended with ${status}`)]);
  if (first !== undefined) throw new Error(first);
}

async function sentAll(rig: SyncRig): Promise<void> {
  for (const end = Date.now() + 120_000; rig.waiting() > 0 && Date.now() < end; )
    await rig.startSending('--once').ended;
  expect(rig.waiting()).toBe(0);
}

let proxy: CountingProxy;
let rig: SyncRig;
let service: Running;
beforeAll(async () => {
  proxy = await openCountingProxy();
  rig = await openRig({
    central: { PUBLIC_URL: proxy.url },
    through: async (serviceUrl) => {
      proxy.target = serviceUrl;
      return serviceUrl;
    },
  });
  service = await rig.startService();
});
afterAll(async () => {
  await rig?.close();
  await proxy?.close();
});

describe('with the folder of the service', () => {
  it('S16: sends at most one part again for each kill, of the station and of the service', async () => {
    const bytes = 5.5 * partBytes;
    await rig.inspect(bytes);
    let sending = rig.startSending();
    await reached(proxy.heldAtHalf(2), sending);
    await sending.kill();
    sending = rig.startSending();
    await reached(proxy.replyHeld(4), sending);
    await sending.kill();
    sending = rig.startSending();
    await reached(proxy.heldAtHalf(5), sending);
    await service.kill();
    await sending.kill();
    service = await rig.startService();
    await sentAll(rig);
    expect(Object.fromEntries(proxy.bytesOut)).toMatchObject({ 1: partBytes, 3: partBytes, 4: partBytes });
    expect(sum(proxy)).toBeLessThanOrEqual(bytes + 3 * partBytes);
    expect(await compareSides(rig)).toMatchObject({ found: [], pictures: 1, pictureBytes: bytes });
  });

  it('negative control: where what arrived is lost, more than a part is sent again, and that is seen', async () => {
    const before = sum(proxy);
    const bytes = 3.5 * partBytes;
    await rig.inspect(bytes);
    const sending = rig.startSending();
    await reached(proxy.heldAtHalf(3), sending);
    await sending.kill();
    await rm(join(rig.folder, 'central', 'store', 'parts'), { recursive: true });
    await sentAll(rig);
    expect(sum(proxy) - before).toBeGreaterThan(bytes + partBytes);
    expect(await compareSides(rig)).toMatchObject({ found: [] });
  });
});

/** Continuous integration installs the server: there its absence is a failure. */
const isNeeded = process.env.FIDUCIAL_REQUIRE_S3 === '1';

describe.runIf(isNeeded || (await hasS3Server()))('with a bucket of an S3 server', () => {
  /** The smallest that S3 takes. */
  const s3PartBytes = 5 * 1024 ** 2;
  const bytes = 2.5 * s3PartBytes;
  let server: S3Server;
  beforeAll(async () => {
    server = await startS3Server();
    await service.kill();
    await rig.startService({
      S3_ENDPOINT: server.endpoint,
      S3_PUBLIC_ENDPOINT: proxy.url,
      S3_BUCKET: server.bucket,
      S3_ACCESS_KEY_ID: server.credentials.accessKeyId,
      S3_SECRET_ACCESS_KEY: server.credentials.secretAccessKey,
      UPLOAD_PART_BYTES: String(s3PartBytes),
    });
    proxy.target = server.endpoint;
  });
  afterAll(() => server?.stop());

  /** What the service read back from the bucket, by what was stored here. */
  async function readBack(id: InspectionId) {
    const { db: own } = rig.station.context;
    const query = own.query.selectFrom('inspections').select('image_sha256').where('id', '=', id);
    const there = rig.db.selectFrom('artifacts').select(['state', 'sha256', 'size_bytes']);
    return {
      here: own.get(query)?.image_sha256,
      there: await there.where('inspection_id', '=', id).execute(),
    };
  }

  async function killedInThe(part: number): Promise<void> {
    const sending = rig.startSending();
    await reached(proxy.heldAtHalf(part), sending);
    await sending.kill();
  }

  it('S16: so it is by addresses of the service and with credentials for the bucket, each going on with what the other began', async () => {
    const before = sum(proxy);
    const id = await rig.inspect(bytes);
    const file = join(rig.folder, 'bucket.json');
    const { accessKeyId, secretAccessKey } = server.credentials;
    const keys = { access_key_id: accessKeyId, secret_access_key: secretAccessKey };
    writeFileSync(file, JSON.stringify({ endpoint: proxy.url, region: 'us-east-1', bucket: server.bucket, ...keys }));
    rig.stationEnv.FIDUCIAL_BUCKET_FILE = file;
    await killedInThe(2);
    // It asked the bucket itself, and began the upload there.
    expect(proxy.requests.get('POST')).toBe(1);
    delete rig.stationEnv.FIDUCIAL_BUCKET_FILE;
    await killedInThe(3);
    await sentAll(rig);
    expect(proxy.requests.get('POST')).toBe(1);
    expect(sum(proxy) - before).toBeLessThanOrEqual(bytes + 2 * s3PartBytes);
    const { here, there } = await readBack(id);
    expect(there).toEqual([{ state: 'stored', sha256: here, size_bytes: bytes }]);
  });

  it('S16: with credentials that a person enters, and takes away while a part is on its way: it goes on by addresses of the service', async () => {
    const { sync, close } = await openTestWorkstation(rig.station.dataDir);
    const { accessKeyId, secretAccessKey } = server.credentials;
    const place = { endpoint: proxy.url, region: 'us-east-1', bucket: server.bucket };
    must(await sync.setBucket({ ...place, accessKeyId, secretAccessKey }));
    const { secretAccessKey: _kept, ...shown } = { ...place, accessKeyId, secretAccessKey };
    expect(must(sync.connection()).bucket).toEqual(shown);
    const [before, begun] = [sum(proxy), proxy.requests.get('POST') ?? 0];
    const held = proxy.heldAtHalf(2);
    const id = await rig.inspect(bytes);
    must(sync.hurry());
    await held;
    expect(proxy.requests.get('POST')).toBe(begun + 1);
    must(await sync.clearBucket());
    await expect.poll(() => rig.waiting(), { timeout: 120_000 }).toBe(0);
    await close();
    // The same upload, with what had arrived in it.
    expect(proxy.requests.get('POST')).toBe(begun + 1);
    expect(sum(proxy) - before).toBeLessThanOrEqual(bytes + s3PartBytes);
    const { here, there } = await readBack(id);
    expect(there).toEqual([{ state: 'stored', sha256: here, size_bytes: bytes }]);
  });

  it.each([
    ['the key was made void', { secretAccessKey: 'void' }, 'SYNC_BUCKET_REFUSED'],
    ['the bucket is another than the service’s', { bucket: 'another' }, 'SYNC_BUCKET_DIFFERS'],
  ])('where %s, it goes by addresses of the service and says so', async (_what, other, code) => {
    const { endpoint, credentials } = server;
    const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
    await client.send(new CreateBucketCommand({ Bucket: 'another' }));
    client.destroy();
    const id = await rig.inspect(bytes);
    const { accessKeyId, secretAccessKey, bucket } = { bucket: server.bucket, ...credentials, ...other };
    const keys = { access_key_id: accessKeyId, secret_access_key: secretAccessKey };
    const file = join(rig.folder, 'other.json');
    writeFileSync(file, JSON.stringify({ endpoint: proxy.url, region: 'us-east-1', bucket, ...keys }));
    const first = await fiducial(['sync', '--once', '--data-dir', rig.station.dataDir], {
      env: { FIDUCIAL_BUCKET_FILE: file },
    });
    expect(first.stderr).toContain(code);
    rig.stationEnv.FIDUCIAL_BUCKET_FILE = file;
    await sentAll(rig);
    delete rig.stationEnv.FIDUCIAL_BUCKET_FILE;
    const { here, there } = await readBack(id);
    expect(there).toEqual([{ state: 'stored', sha256: here, size_bytes: bytes }]);
  });
});
