import { createHash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Central, startCentral } from './testing/central-fixture.ts';
import { sampleResults } from './testing/sample-results.ts';

let central: Central;
beforeAll(async () => {
  central = await startCentral();
});
afterAll(() => central.stop());

const bytes = new TextEncoder().encode('pixels');
const sha256 = createHash('sha256').update(bytes).digest('hex');

describe('a batch', () => {
  let device: string;
  beforeAll(async () => {
    device = await central.device('AOI-1');
  });
  const send = (items: readonly unknown[]): Promise<Answer> =>
    central.send('POST', '/v1/sync/batch', { device, body: { items } });
  const steps = (inspection_id = uuidv7(), artifact_id = uuidv7()) => ({
    inspection_id,
    artifact_id,
    inspection: { type: 'inspection', body: { inspection_id, lot: 'L', serial: 'S' } },
    artifact: {
      type: 'artifact',
      inspection_id,
      body: { artifact_id, content_type: 'image/png', sha256, size_bytes: 6 },
    },
    results: { type: 'results', inspection_id, body: sampleResults() },
    confirm: { type: 'confirm', inspection_id, body: { artifact_id, sha256, size_bytes: 6 } },
  });

  it('takes an inspection all the way, and again when its answer was lost', async () => {
    const { inspection_id, inspection, artifact, results, confirm } = steps();
    const first = await send([inspection, artifact, results]);
    expect(first.body).toMatchObject({ total_processed: 3, total_failed: 0 });
    const upload = first.body.results[1].body;
    await fetch(upload.upload_url, { method: 'PUT', body: bytes, headers: upload.headers });
    expect((await send([confirm])).body.results[0]).toMatchObject({ ok: true, status: 200, body: { state: 'stored' } });
    const again = await send([inspection, artifact, results, confirm]);
    expect(again.body.total_failed).toBe(0);
    expect(again.body.results[2].body.stored).toBe(false);
    const shown = (await central.as('GET', `/v1/inspections/${inspection_id}`)).body;
    expect(shown.artifacts).toHaveLength(1);
    expect(shown.defects).toHaveLength(2);
  });

  it('has an answer for each item; a bad one fails alone', async () => {
    const [good, other] = [steps(), steps()];
    const answer = await send([
      good.inspection,
      { type: 'results', inspection_id: uuidv7(), body: sampleResults() },
      { type: 'nonsense' },
      null,
      { ...other.inspection, body: { ...other.inspection.body, station: 'AOI-2' } },
      other.confirm,
      { ...good.results, body: { ...good.results.body, verdict: 'MAYBE' } },
      good.results,
      other.inspection,
    ]);
    const told = answer.body.results.map(
      (it: { ok: boolean; problem?: { code: string } }) => it.problem?.code ?? it.ok,
    );
    expect(told).toEqual([
      true,
      'INSPECTION_NOT_FOUND',
      'REQUEST_INVALID',
      'REQUEST_INVALID',
      'ACCESS_OTHER_STATION',
      'INSPECTION_NOT_FOUND',
      'REQUEST_INVALID',
      true,
      true,
    ]);
    expect(answer.body).toMatchObject({ total_processed: 9, total_failed: 6 });
  });

  it('has at most 50 items', async () => {
    expect((await send(Array.from({ length: 51 }, () => steps().inspection))).status).toBe(400);
    expect((await send([])).status).toBe(400);
  });

  it('sent twice at once makes everything once', async () => {
    const all = Array.from({ length: 20 }, () => steps());
    const items = all.flatMap(({ inspection, results }) => [inspection, results]);
    const answers = await Promise.all([send(items), send([...items].reverse()), send(items)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const { inspection_id } of all)
      expect((await central.as('GET', `/v1/reports?inspection_id=${inspection_id}`)).body.data).toHaveLength(1);
  });
});

describe('recipes', () => {
  it('flow down with an entity tag, newest version of each', async () => {
    for (const version of [1, 2])
      expect((await central.as('PUT', `/v1/recipes/board%20A/${version}`, { body: { version } })).status).toBe(200);
    const device = await central.device('AOI-2');
    const list = await central.send('GET', '/v1/recipes', { device });
    expect(list.body.data).toEqual([expect.objectContaining({ name: 'board A', version: 2 })]);
    const headers = { 'if-none-match': list.headers.get('etag')! };
    expect(await central.send('GET', '/v1/recipes', { device, headers })).toMatchObject({ status: 304, body: '' });
    const content = await central.send('GET', new URL(list.body.data[0].content_url).pathname, { device });
    expect(content.body).toEqual({ version: 2 });
    await central.as('PUT', '/v1/recipes/other/1', { body: {} });
    expect((await central.send('GET', '/v1/recipes', { device, headers })).status).toBe(200);
  });

  it('never change under their version, and come from administrators only', async () => {
    await central.as('PUT', '/v1/recipes/fixed/1', { body: { a: 1, b: 2 } });
    expect((await central.as('PUT', '/v1/recipes/fixed/1', { body: { b: 2, a: 1 } })).status).toBe(200);
    expect(await central.as('PUT', '/v1/recipes/fixed/1', { body: { a: 2 } })).toMatchObject({ status: 409 });
    const device = await central.device('AOI-3');
    expect((await central.send('PUT', '/v1/recipes/fixed/2', { device, body: {} })).status).toBe(403);
    expect((await central.as('GET', '/v1/recipes/fixed/9')).status).toBe(404);
  });
});

describe('models', () => {
  it('flow down with their files as they lie in the repository', async () => {
    const list = await central.as('GET', '/v1/models');
    const model = list.body.data.find(({ name }: { name: string }) => name === 'pcb_defect_detector');
    const path = new URL(model.files['model.onnx']).pathname;
    const file = await fetch(`${central.url}${path}`, { headers: { authorization: `Bearer ${central.token}` } });
    const got = Buffer.from(await file.arrayBuffer());
    expect(createHash('sha256').update(got).digest('hex')).toBe(model.sha256);
    expect(got.length).toBe(model.size_bytes);
    const headers = { 'if-none-match': file.headers.get('etag')! };
    expect((await central.as('GET', path, { headers })).status).toBe(304);
  });

  it('are not even opened for who has them', async () => {
    const { data } = (await central.as('GET', '/v1/models')).body;
    const path = new URL(data[0].files['model.onnx']).pathname;
    const headers = { 'if-none-match': `"${data[0].sha256}"` };
    // The lowest number that is free: files left open raise it.
    const freeNumber = (): number => {
      const file = openSync(import.meta.filename, 'r');
      closeSync(file);
      return file;
    };
    expect((await central.as('GET', path, { headers })).status).toBe(304);
    const before = freeNumber();
    for (let n = 0; n < 40; n += 1) await central.as('GET', path, { headers });
    expect(freeNumber() - before).toBeLessThan(20);
  });

  it('go on where a download was interrupted, and begin anew where the file is another one', async () => {
    const { data } = (await central.as('GET', '/v1/models')).body;
    const { files, sha256, size_bytes: bytes } = data[0];
    const path = new URL(files['model.onnx']).pathname;
    const rest = (ifRange: string) =>
      fetch(`${central.url}${path}`, {
        headers: { authorization: `Bearer ${central.token}`, range: `bytes=${bytes - 100}-`, 'if-range': ifRange },
      });
    const some = await rest(`"${sha256}"`);
    expect([some.status, some.headers.get('content-range')]).toEqual([
      206,
      `bytes ${bytes - 100}-${bytes - 1}/${bytes}`,
    ]);
    expect((await some.arrayBuffer()).byteLength).toBe(100);
    const all = await rest('"another"');
    expect([all.status, (await all.arrayBuffer()).byteLength]).toEqual([200, bytes]);
  });

  it('are nothing but models', async () => {
    for (const path of ['/v1/models/..%2f..%2fsrc/1/model.json', '/v1/models/pcb_defect_detector/1/config.pbtxt'])
      expect((await central.as('GET', path)).status).toBe(400);
    expect((await central.as('GET', '/v1/models/nothing/1/model.onnx')).status).toBe(404);
  });
});

describe('those who run the service', () => {
  it('see that it is alive and ready', async () => {
    expect((await central.send('GET', '/healthz')).body.status).toBe('ok');
    expect((await central.send('GET', '/readyz')).body).toMatchObject({ ready: true, database: true, store: true });
  });

  it('count requests by route, without ids', async () => {
    await central.as('GET', `/v1/inspections/${uuidv7()}`);
    const metrics = (await central.send('GET', '/metrics')).body as string;
    expect(metrics).toContain('route="/v1/inspections/:inspection_id"');
    expect(metrics).toContain('inference_jobs{state="queued"} 0');
    expect(metrics).not.toMatch(/route="[^"]*[0-9a-f]{8}-/);
  });
});
