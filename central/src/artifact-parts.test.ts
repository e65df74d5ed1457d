import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFolderStore } from './adapters/folder-store.ts';
import { sweepAbandoned } from './services/retention.ts';
import { type Answer, type Central, startCentral } from './testing/central-fixture.ts';

const partBytes = 256 * 1024;
const image = randomBytes(2.5 * partBytes);
const hash = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes);
const sha256 = hash('sha256', image).digest('hex');
const partOf = (number: number) => image.subarray((number - 1) * partBytes, number * partBytes);

let central: Central;
let device: string;
beforeAll(async () => {
  central = await startCentral({ env: { UPLOAD_PART_BYTES: String(partBytes) } });
  device = await central.device('AOI-1');
});
afterAll(() => central.stop());

const as = (method: string, path: string, body?: object, token = device): Promise<Answer> =>
  central.send(method, path, { device: token, ...(body && { body }) });

async function announced(more: object = {}) {
  const inspection_id = uuidv7();
  await as('POST', '/v1/inspections', { inspection_id, lot: 'L-1', station: 'AOI-1' });
  const artifacts = `/v1/inspections/${inspection_id}/artifacts`;
  const draft = { artifact_id: uuidv7(), content_type: 'image/png', sha256, size_bytes: image.length, ...more };
  const upload = await as('POST', artifacts, draft);
  return { artifacts, upload, id: draft.artifact_id, parts: `${artifacts}/${draft.artifact_id}/parts` };
}

async function sendPart(parts: string, number: number): Promise<number> {
  const bytes = partOf(number);
  const { body } = await as('POST', parts, { part_number: number, md5: hash('md5', bytes).digest('base64') });
  return (await fetch(body.upload_url, { method: 'PUT', headers: body.headers, body: bytes })).status;
}

const received = async (parts: string) =>
  (await as('GET', parts)).body.received.map(({ part_number }: { part_number: number }) => part_number);

describe('an artifact in parts', () => {
  it('goes on with what is missing, is joined when it is confirmed, and takes nothing more then', async () => {
    const { artifacts, upload, id, parts } = await announced();
    expect(upload.body).toMatchObject({ part_bytes: partBytes, bucket_key: null });
    const confirmation = { artifact_id: id, sha256, size_bytes: image.length };
    expect(await sendPart(parts, 3)).toBe(200);
    expect(await sendPart(parts, 1)).toBe(200);
    // Asked too early, it keeps what is there.
    expect((await as('POST', `${artifacts}/confirm`, confirmation)).body.code).toBe('ARTIFACT_NOT_UPLOADED');
    expect(await received(parts)).toEqual([1, 3]);
    expect(await sendPart(parts, 2)).toBe(200);
    expect((await as('POST', `${artifacts}/confirm`, confirmation)).body).toMatchObject({ state: 'stored', sha256 });
    expect(await received(parts)).toEqual([1, 2, 3]);
    const late = { part_number: 1, md5: hash('md5', partOf(1)).digest('base64') };
    expect((await as('POST', parts, late)).body.code).toBe('ARTIFACT_STORED');
  });

  it('is refused where it is small, was announced without its hash, or has fewer parts', async () => {
    for (const more of [{ size_bytes: partBytes }, { sha256: undefined }]) {
      const { upload, parts } = await announced(more);
      expect(upload.body.part_bytes).toBeNull();
      expect(await as('GET', parts)).toMatchObject({ status: 422, body: { code: 'ARTIFACT_NOT_IN_PARTS' } });
    }
    const { parts } = await announced();
    const md5 = hash('md5', partOf(1)).digest('base64');
    expect((await as('POST', parts, { part_number: 4, md5 })).body).toMatchObject({
      code: 'ARTIFACT_NO_SUCH_PART',
      details: { parts: 3 },
    });
  });

  it('is found by its own station only', async () => {
    const { parts } = await announced();
    const other = await central.device('AOI-2');
    const md5 = hash('md5', partOf(1)).digest('base64');
    expect((await as('GET', parts, undefined, other)).status).toBe(404);
    expect((await as('POST', parts, { part_number: 1, md5 }, other)).status).toBe(404);
  });

  it('is given up after a week in which nobody went on, and then begins anew', async () => {
    const { parts } = await announced();
    await sendPart(parts, 1);
    const store = createFolderStore(join(central.dataDir, 'store'), new Uint8Array(32));
    const day = 86_400_000;
    await sweepAbandoned(store, () => Date.now() + 6 * day);
    expect(await received(parts)).toEqual([1]);
    expect(await sweepAbandoned(store, () => Date.now() + 8 * day)).toBe(1);
    expect(await received(parts)).toEqual([]);
  });
});
