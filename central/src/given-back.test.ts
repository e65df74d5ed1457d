import { once } from 'node:events';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { InspectionAttempt } from './ports/inspector.ts';
import { type Central, startCentral, until } from './testing/central-fixture.ts';

const model = { name: 'pcb_defect_detector', version: '1.1.0', sha256: 'a'.repeat(64) };
const passed: InspectionAttempt = {
  type: 'inspected',
  finding: { verdict: 'PASS', defects: [], model, provider: 'cpu', timingsMs: { total: 1 }, overlay: null },
};

/** Whether an inspection goes on until the service is told to stop, as that of a large image does. */
let isSlow = true;
const inspect = async (_path: string, _model: string | null, stop: AbortSignal): Promise<InspectionAttempt> => {
  if (!isSlow) return passed;
  // The stop may have come before the inspection began.
  if (!stop.aborted) await once(stop, 'abort');
  return { type: 'broken', message: 'it was ended' };
};

let central: Central;
beforeAll(async () => {
  central = await startCentral({ inspector: { inspect }, env: { ROLE: 'api' } });
});
afterAll(() => central.stop());

it('a job that meets more stops than it has tries is done by the worker after them', async () => {
  const { inspection_id } = (await central.as('POST', '/v1/inspections', { key: uuidv7(), body: { lot: 'L' } })).body;
  const at = `/v1/inspections/${inspection_id}`;
  const upload = await central.as('POST', `${at}/artifacts`, { key: uuidv7(), body: {} });
  await fetch(upload.body.upload_url, { method: 'PUT', body: new Uint8Array([0xff, 0xd8, 0xff, 0xe0]) });
  const { job_id } = (await central.as('POST', `${at}/infer`, { key: uuidv7() })).body;
  const job = async () => (await central.as('GET', `/v1/jobs/${job_id}`)).body;
  for (let stops = 0; stops < 4; stops += 1) {
    const worker = await central.another({ env: { ROLE: 'worker' } });
    await until(async () => (await job()).status === 'running');
    await worker.stop();
    expect(await job()).toMatchObject({ status: 'queued', attempts: 0, error: null });
  }
  isSlow = false;
  const worker = await central.another({ env: { ROLE: 'worker' } });
  await until(async () => (await job()).finished_at !== null);
  expect(await job()).toMatchObject({ status: 'succeeded', attempts: 1 });
  await worker.stop();
});
