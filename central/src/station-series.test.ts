import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { InspectionAttempt } from './ports/inspector.ts';
import { type Answer, type Central, startCentral, until } from './testing/central-fixture.ts';
import { sampleResults } from './testing/sample-results.ts';

const model = { name: 'pcb_defect_detector', version: '1.1.0', sha256: 'a'.repeat(64) };
const finding = { verdict: 'PASS', defects: [], model, provider: 'cpu', timingsMs: { total: 1 } } as const;
const passed: InspectionAttempt = {
  type: 'inspected',
  finding: { ...finding, overlay: new Uint8Array([0xff, 0xd8, 0xff]) },
};
const unreadable: InspectionAttempt = { type: 'refused', code: 'IMAGE_DECODE', message: 'no image' };

/** What the next jobs find; a job waits for it where it is a promise. */
let found: InspectionAttempt | Promise<InspectionAttempt> = passed;
let central: Central;
let device: string;
beforeAll(async () => {
  central = await startCentral({ inspector: { inspect: async () => found } });
  device = await central.device('AOI-1');
});
afterAll(() => central.stop());

const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0]);

/** A board of the station, its image uploaded. */
async function newBoard(): Promise<string> {
  const id = uuidv7();
  await central.send('POST', '/v1/inspections', { device, body: { inspection_id: id, lot: 'L' } });
  const upload = await central.send('POST', `/v1/inspections/${id}/artifacts`, { device, key: uuidv7(), body: {} });
  await fetch(upload.body.upload_url, { method: 'PUT', body: jpeg });
  return id;
}

const tell = (id: string, as: object, parts: Parameters<typeof sampleResults>[0]): Promise<Answer> =>
  central.send('PUT', `/v1/inspections/${id}/results`, { ...as, body: sampleResults(parts) });
const infer = (id: string): Promise<Answer> => central.as('POST', `/v1/inspections/${id}/infer`, { key: uuidv7() });
const shown = async (id: string) => (await central.as('GET', `/v1/inspections/${id}`)).body;
const ended = async (job: Answer, status: string): Promise<void> => {
  await until(async () => (await central.as('GET', `/v1/jobs/${job.body.job_id}`)).body.status === status);
};

it('a person of the service does not take the place of what was decided at the station', async () => {
  const id = await newBoard();
  await tell(id, { device }, { verdict: 'FAIL' });
  const refused = await tell(id, { token: central.token }, { revision: 1_000_000, verdict: 'PASS', defects: [] });
  expect(refused).toMatchObject({ status: 409, body: { code: 'RESULTS_OF_STATION' } });
  expect(await infer(id)).toMatchObject({ status: 409, body: { code: 'JOB_OF_STATION' } });
  expect(await shown(id)).toMatchObject({ status: 'COMPLETE', verdict: 'FAIL', revision: 1, results_of: 'station' });
  expect((await tell(id, { device }, { revision: 2, verdict: 'PASS' })).status).toBe(200);
});

it('a job that ends after the station told its decision is kept beside it, and takes none of its numbers', async () => {
  const id = await newBoard();
  const { promise, resolve } = Promise.withResolvers<InspectionAttempt>();
  found = promise;
  const job = await infer(id);
  await ended(job, 'running');
  expect((await tell(id, { device }, { verdict: 'FAIL' })).status).toBe(200);
  resolve(passed);
  await ended(job, 'succeeded');
  found = passed;
  expect(await shown(id)).toMatchObject({
    ...{ status: 'COMPLETE', verdict: 'FAIL', revision: 1, defects_detected: 2, results_of: 'station' },
    found_here: { verdict: 'PASS', defects_detected: 0, model: { name: model.name, version: model.version } },
  });
  expect((await tell(id, { device }, { revision: 2, verdict: 'FAIL' })).status).toBe(200);
  expect((await shown(id)).revision).toBe(2);
});

it.each([
  { status: 'COMPLETE', verdict: 'FAIL' },
  { status: 'FAILED', verdict: null },
] as const)('a job that fails after the station told $status changes nothing of it', async (told) => {
  const id = await newBoard();
  const { promise, resolve } = Promise.withResolvers<InspectionAttempt>();
  found = promise;
  const job = await infer(id);
  await ended(job, 'running');
  await tell(id, { device }, told);
  resolve(unreadable);
  await ended(job, 'failed');
  found = passed;
  expect(await shown(id)).toMatchObject({ ...told, revision: 1 });
});

it('what was found here first gives way to the station, whose numbers begin at 1', async () => {
  const id = await newBoard();
  await ended(await infer(id), 'succeeded');
  expect(await shown(id)).toMatchObject({ verdict: 'PASS', revision: 1, results_of: 'central', found_here: null });
  expect(await tell(id, { device }, { verdict: 'FAIL' })).toMatchObject({ status: 200, body: { current_revision: 1 } });
  const now = await shown(id);
  expect(now).toMatchObject({ verdict: 'FAIL', revision: 1, results_of: 'station', found_here: { verdict: 'PASS' } });

  const cookie = `fiducial_session=${central.token}`;
  const page = await central.send('GET', `/inspections/${id}`, { headers: { cookie } });
  expect(page.body).toContain('<dt>Results of</dt><dd>the station</dd>');
  expect(page.body).toContain('It does not change the station’s verdict.');
  const { body } = await central.as('GET', `/v1/reports?inspection_id=${id}`);
  expect(body.data).toMatchObject([{ status: 'FAIL', defects_detected: 2 }]);
});

it('says why a board has no verdict, as its station told it', async () => {
  const id = await newBoard();
  const error = { code: 'GOLDEN_SCALE', message: 'One pixel of the board is 3.00 pixels of its golden image.' };
  await tell(id, { device }, { verdict: null, error });
  expect(await shown(id)).toMatchObject({ status: 'COMPLETE', verdict: null, error });
  const page = await central.send('GET', `/inspections/${id}`, {
    headers: { cookie: `fiducial_session=${central.token}` },
  });
  expect(page.body).toContain(`<dt>Reason</dt><dd>${error.message} <code>GOLDEN_SCALE</code></dd>`);
  await tell(id, { device }, { revision: 2, verdict: 'PASS' });
  expect(await shown(id)).toMatchObject({ verdict: 'PASS', error: null });
});

it('what holds here holds again when a later job fails', async () => {
  const id = await newBoard();
  await tell(id, { token: central.token }, { status: 'FAILED', verdict: null, revision: 3 });
  found = unreadable;
  await ended(await infer(id), 'failed');
  found = passed;
  expect(await shown(id)).toMatchObject({ status: 'FAILED', revision: 3, results_of: 'central' });
  await ended(await infer(id), 'succeeded');
  expect(await shown(id)).toMatchObject({ status: 'COMPLETE', revision: 4 });
});
