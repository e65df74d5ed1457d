import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFolderStore } from '../adapters/folder-store.ts';
import { type Central, startCentral } from '../testing/central-fixture.ts';
import { sampleResults } from '../testing/sample-results.ts';
import { sweepKeys, sweepOld } from './retention.ts';

let central: Central;
beforeAll(async () => {
  central = await startCentral();
});
afterAll(() => central.stop());

const retention = { rawDays: 180, reportDays: 365 };
const bytes = new TextEncoder().encode('pixels');
const sha256 = createHash('sha256').update(bytes).digest('hex');

async function inspectionWithImage(kind: 'raw' | 'derived'): Promise<{ id: string; artifact_id: string }> {
  const [id, artifact_id] = [uuidv7(), uuidv7()];
  await central.as('POST', '/v1/inspections', { body: { inspection_id: id, lot: 'L' } });
  await central.as('PUT', `/v1/inspections/${id}/results`, { body: sampleResults() });
  const body = { artifact_id, content_type: 'image/png', kind };
  const upload = await central.as('POST', `/v1/inspections/${id}/artifacts`, { body });
  await fetch(upload.body.upload_url, { method: 'PUT', body: bytes });
  const confirmation = { artifact_id, sha256, size_bytes: bytes.length };
  await central.as('POST', `/v1/inspections/${id}/artifacts/confirm`, { body: confirmation });
  return { id, artifact_id };
}

const age = async (days: number): Promise<void> => {
  const { db } = central.service;
  await sql`UPDATE artifacts SET stored_at = now() - make_interval(days => ${days}::integer)`.execute(db);
  await sql`UPDATE reports SET created_at = now() - make_interval(days => ${days}::integer)`.execute(db);
};

const sweep = () => {
  const store = createFolderStore(join(central.dataDir, 'store'), new Uint8Array(32));
  return sweepOld(central.service.db, store, retention);
};
const content = ({ id, artifact_id }: { id: string; artifact_id: string }) =>
  central.as('GET', `/v1/inspections/${id}/artifacts/${artifact_id}/content`);

describe('retention', () => {
  it('removes raw images after 180 days and reports with their pictures after a year, and nothing that is held', async () => {
    const raw = await inspectionWithImage('raw');
    const derived = await inspectionWithImage('derived');
    const held = await inspectionWithImage('raw');
    await central.service.db.updateTable('inspections').set({ held: true }).where('id', '=', held.id).execute();

    await age(179);
    expect(await sweep()).toEqual({ artifacts: 0, reports: 0 });
    await age(181);
    expect(await sweep()).toEqual({ artifacts: 1, reports: 0 });
    expect(await content(raw)).toMatchObject({ status: 404, body: { code: 'ARTIFACT_REMOVED' } });
    expect((await content(derived)).status).toBe(302);
    await age(366);
    expect(await sweep()).toEqual({ artifacts: 1, reports: 2 });
    expect((await content(held)).status).toBe(302);
    expect((await central.as('GET', '/v1/reports')).body.data).toHaveLength(1);
    expect((await central.as('GET', `/v1/inspections/${raw.id}`)).body).toMatchObject({
      status: 'COMPLETE',
      verdict: 'FAIL',
    });
  });

  it('of a key is a day; the id that the client made still finds its row', async () => {
    const body = { inspection_id: uuidv7(), lot: 'L-key' };
    await central.as('POST', '/v1/inspections', { key: 'week', body });
    await sql`UPDATE idempotency_keys SET created_at = now() - interval '25 hours'`.execute(central.service.db);
    await sweepKeys(central.service.db);
    expect((await central.service.db.selectFrom('idempotency_keys').select('key').execute()).length).toBe(0);
    const later = await central.as('POST', '/v1/inspections', { key: 'week', body });
    expect([later.status, later.body.inspection_id]).toEqual([201, body.inspection_id]);
    expect((await central.as('GET', '/v1/inspections?lot=L-key')).body.data).toHaveLength(1);
  });
});
