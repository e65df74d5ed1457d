import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Central, startCentral } from './testing/central-fixture.ts';
import { sampleResults } from './testing/sample-results.ts';

let central: Central;
beforeAll(async () => {
  central = await startCentral();
});
afterAll(() => central.stop());

const newKey = (): string => `k-${uuidv7()}`;
const create = (body: object, key: string | null = newKey()): Promise<Answer> =>
  central.as('POST', '/v1/inspections', { body, ...(key === null ? {} : { key }) });

describe('creating an inspection', () => {
  it('answers with the inspection and where it is', async () => {
    const made = await create({ lot: 'L-1', part: 'P-1', station: 'AOI-1', timestamp: '2026-10-29T09:40:00Z' });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/v1/inspections/${made.body.inspection_id}`);
    expect(made.body).toMatchObject({
      lot: 'L-1',
      part: 'P-1',
      station: 'AOI-1',
      status: 'PENDING',
      verdict: null,
      captured_at: '2026-10-29T09:40:00.000Z',
    });
  });

  it('takes the older spelling of its fields', async () => {
    const made = await create({ lot_id: 'L-2', chip_id: 'C-9', inspection_type: 'visual', priority: 'critical' });
    expect(made.body).toMatchObject({ lot: 'L-2', serial: 'C-9', priority: 10 });
  });

  it('gives a retry with the same key the first answer', async () => {
    const key = newKey();
    const first = await create({ lot: 'L-3' }, key);
    const again = await create({ lot: 'L-3' }, key);
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(first.headers.get('idempotency-replayed')).toBeNull();
  });

  it('refuses the same key with another request', async () => {
    const key = newKey();
    await create({ lot: 'L-4' }, key);
    const other = await create({ lot: 'L-5' }, key);
    expect(other).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('makes one inspection of twenty requests that come at once with one key', async () => {
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 20 }, () => create({ lot: 'L-race' }, key)));
    const made = answers.filter(({ status }) => status === 201);
    expect(new Set(made.map(({ body }) => body.inspection_id)).size).toBe(1);
    for (const { body, headers } of answers.filter(({ status }) => status !== 201)) {
      expect(body.code).toBe('IDEMPOTENCY_IN_FLIGHT');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const list = await central.as('GET', '/v1/inspections?lot=L-race');
    expect(list.body.data).toHaveLength(1);
  });

  it('keeps a refused request’s key free', async () => {
    const key = newKey();
    expect((await create({ part: 'no lot' }, key)).status).toBe(400);
    expect((await create({ lot: 'L-6' }, key)).status).toBe(201);
  });

  it('finds what an earlier try made by the id that the client made, without any key', async () => {
    const inspection_id = uuidv7();
    const first = await create({ inspection_id, lot: 'L-7' }, null);
    const weekLater = await create({ inspection_id, lot: 'L-7' }, null);
    expect(weekLater.status).toBe(201);
    expect(weekLater.body).toEqual(first.body);
    expect(await create({ inspection_id, lot: 'other' }, null)).toMatchObject({
      status: 409,
      body: { code: 'INSPECTION_EXISTS' },
    });
  });

  it('refuses a request that a retry could double', async () => {
    expect(await create({ lot: 'L-8' }, null)).toMatchObject({
      status: 400,
      body: { code: 'IDEMPOTENCY_KEY_REQUIRED' },
    });
  });

  it('names the field that is wrong', async () => {
    const refused = await create({ lot: '', priority: 11 });
    expect(refused).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } });
    expect(Object.keys(refused.body.details)).toContain('body.lot');
    expect(refused.body.request_id).toBe(refused.headers.get('x-request-id'));
  });

  it('keeps text that looks like SQL as text', async () => {
    const lot = "L'; DROP TABLE inspections; --";
    await create({ lot });
    const list = await central.as('GET', `/v1/inspections?lot=${encodeURIComponent(lot)}`);
    expect(list.body.data[0].lot).toBe(lot);
  });
});

describe('listing inspections', () => {
  it('pages newest first without a gap or a double, also while rows arrive', async () => {
    const made = [];
    for (let i = 0; i < 25; i += 1) made.push((await create({ lot: 'L-page' })).body.inspection_id);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await central.as('GET', `/v1/inspections?lot=L-page&limit=7${cursor}`);
      expect(page.body.object).toBe('list');
      seen.push(...page.body.data.map(({ inspection_id }: { inspection_id: string }) => inspection_id));
      cursor = page.body.has_more ? `&cursor=${page.body.next_cursor}` : '';
      await create({ lot: 'L-page' });
    } while (cursor !== '');
    expect(seen).toEqual(made.reverse());
  });

  it('filters by status and verdict in any case and in the older words', async () => {
    const { inspection_id } = (await create({ lot: 'L-filter' })).body;
    await central.as('PUT', `/v1/inspections/${inspection_id}/results`, { body: sampleResults({ verdict: 'FAIL' }) });
    for (const query of ['status=complete', 'status=completed', 'status=COMPLETE', 'verdict=fail'])
      expect((await central.as('GET', `/v1/inspections?lot=L-filter&${query}`)).body.data).toHaveLength(1);
    for (const query of ['status=pending', 'verdict=pass'])
      expect((await central.as('GET', `/v1/inspections?lot=L-filter&${query}`)).body.data).toHaveLength(0);
  });

  it.each(['x', 'eyJ', Buffer.from('["2026-01-01T00:00:00.000Z","1; DROP"]').toString('base64url')])(
    'refuses the forged cursor %s',
    async (cursor) => {
      const refused = await central.as('GET', `/v1/inspections?cursor=${cursor}`);
      expect(refused).toMatchObject({ status: 400, body: { code: 'CURSOR_INVALID' } });
    },
  );

  it('gives with every filter what fits, and nothing else', async () => {
    const lot = `L-${uuidv7()}`;
    const part = `P-${uuidv7()}`;
    const boards = [
      { station: 'AOI-1', verdict: 'PASS' },
      { station: 'AOI-1', verdict: 'FAIL' },
      { station: 'AOI-2', verdict: 'FAIL' },
      { station: 'AOI-2', verdict: null },
    ] as const;
    for (const { station, verdict } of boards) {
      const { inspection_id } = (await create({ lot, part, station, serial: `${station} ${verdict}` })).body;
      if (verdict === null) continue;
      await central.as('PUT', `/v1/inspections/${inspection_id}/results`, { body: sampleResults({ verdict }) });
    }
    const listed = async (list: string, query: object): Promise<unknown[]> => {
      const search = new URLSearchParams({ lot, ...query }).toString();
      return (await central.as('GET', `/v1/${list}?${search}`)).body.data;
    };
    const serials = async (query: object) =>
      (await listed('inspections', query)).map((it) => (it as { serial: string }).serial).sort();
    const all = boards.map(({ station, verdict }) => `${station} ${verdict}`).sort();
    expect(await serials({})).toEqual(all);
    expect(await serials({ part })).toEqual(all);
    expect(await serials({ verdict: 'fail' })).toEqual(['AOI-1 FAIL', 'AOI-2 FAIL']);
    expect(await serials({ verdict: 'fail', station: 'AOI-2', part, status: 'complete' })).toEqual(['AOI-2 FAIL']);
    expect(await serials({ status: 'pending' })).toEqual(['AOI-2 null']);
    expect(await serials({ status: 'pending', verdict: 'pass' })).toEqual([]);
    expect(await serials({ serial: 'AOI-1 PASS', verdict: 'fail' })).toEqual([]);
    expect(await serials({ from: '2100-01-01T00:00:00Z', station: 'AOI-1' })).toEqual([]);
    expect(await listed('reports', {})).toHaveLength(3);
    expect(await listed('reports', { status: 'FAIL', part })).toHaveLength(2);
    const device = await central.device('AOI-2');
    const own = await central.send('GET', `/v1/reports?lot=${lot}`, { device });
    expect(own.body.data).toMatchObject([{ status: 'FAIL' }]);
  });
});

describe('results', () => {
  const newInspection = async (): Promise<string> => (await create({ lot: 'L-results' })).body.inspection_id;
  const put = (id: string, body: object): Promise<Answer> =>
    central.as('PUT', `/v1/inspections/${id}/results`, { body });

  it('are shown with the inspection, and make its report', async () => {
    const id = await newInspection();
    const stored = await put(id, sampleResults({ verdict: 'FAIL' }));
    expect(stored).toMatchObject({ status: 200, body: { stored: true, revision: 1, current_revision: 1 } });
    const inspection = (await central.as('GET', `/v1/inspections/${id}`)).body;
    expect(inspection).toMatchObject({ status: 'COMPLETE', verdict: 'FAIL', defects_detected: 2, revision: 1 });
    expect(inspection.defects.map(({ type }: { type: string }) => type)).toEqual(['open', 'short']);
    const reports = (await central.as('GET', `/v1/reports?inspection_id=${id}`)).body.data;
    expect(reports).toEqual([expect.objectContaining({ report_id: stored.body.report_id, status: 'FAIL' })]);
  });

  it('are no change when they come again, also after a newer revision', async () => {
    const id = await newInspection();
    const first = sampleResults({ verdict: null });
    await put(id, first);
    const second = sampleResults({ revision: 2, verdict: 'PASS', defects: [] });
    await put(id, second);
    for (const document of [first, second])
      expect(await put(id, document)).toMatchObject({ status: 200, body: { stored: false, current_revision: 2 } });
    expect((await central.as('GET', `/v1/inspections/${id}`)).body).toMatchObject({ verdict: 'PASS', defects: [] });
    expect((await central.as('GET', `/v1/reports?inspection_id=${id}`)).body.data).toHaveLength(1);
  });

  it('are refused where the revision says something else already, and nothing changes', async () => {
    const id = await newInspection();
    await put(id, sampleResults({ verdict: 'FAIL' }));
    const other = await put(id, sampleResults({ verdict: 'PASS' }));
    expect(other).toMatchObject({ status: 409, body: { code: 'RESULTS_CONFLICT', details: { current_revision: 1 } } });
    expect((await central.as('GET', `/v1/inspections/${id}`)).body.verdict).toBe('FAIL');
  });

  it('are refused where a newer revision came first', async () => {
    const id = await newInspection();
    await put(id, sampleResults({ revision: 3 }));
    expect(await put(id, sampleResults({ revision: 2 }))).toMatchObject({
      status: 409,
      body: { code: 'RESULTS_STALE' },
    });
  });

  it('count no defect that a person rejected', async () => {
    const id = await newInspection();
    const results = sampleResults({ verdict: 'PASS' });
    for (const defect of results.defects) defect.verification = 'rejected';
    await put(id, results);
    expect((await central.as('GET', `/v1/inspections/${id}`)).body.defects_detected).toBe(0);
  });

  it('are refused where they speak of a defect that they do not have', async () => {
    const id = await newInspection();
    const verifications = [
      {
        verification_id: uuidv7(),
        defect_id: uuidv7(),
        verification: 'rejected' as const,
        reason: '',
        by: 'x',
        time: '2026-01-01T00:00:00Z',
      },
    ];
    expect(await put(id, { ...sampleResults(), verifications })).toMatchObject({ status: 422 });
  });

  it('are refused where a defect is of a type that neither the platform nor its model knows', async () => {
    const id = await newInspection();
    const sample = sampleResults();
    const ofType = (type: string) => ({ ...sample, defects: [{ ...sample.defects[0]!, type }] });
    expect(await put(id, ofType('misalignment'))).toMatchObject({ status: 200 });
    const strange = { ...ofType('solder_ball'), revision: 2 };
    expect(await put(id, strange)).toMatchObject({
      status: 422,
      body: { code: 'RESULTS_UNKNOWN_TYPE', details: { type: 'solder_ball' } },
    });
    expect((await central.as('GET', `/v1/inspections/${id}`)).body).toMatchObject({
      revision: 1,
      defects: [{ type: 'misalignment' }],
    });
    const ownClass = { ...sample.inference!, thresholds: { solder_ball: 0.4 } };
    expect(await put(id, { ...strange, inference: ownClass })).toMatchObject({ status: 200 });
    const batch = { items: [{ type: 'results', inspection_id: id, body: { ...ofType('gremlin'), revision: 3 } }] };
    expect((await central.as('POST', '/v1/sync/batch', { body: batch, key: newKey() })).body).toMatchObject({
      total_failed: 1,
      results: [{ status: 422, problem: { code: 'RESULTS_UNKNOWN_TYPE' } }],
    });
  });

  it('may name the classes of a model that the platform has', async () => {
    const models = await mkdtemp(join(tmpdir(), 'fiducial-models-'));
    const version = join(models, 'solder_model', '1');
    await mkdir(version, { recursive: true });
    const model = { name: 'solder_model', version: '1', sha256: 'c'.repeat(64) };
    await writeFile(join(version, 'model.json'), JSON.stringify({ ...model, classes: [{ name: 'solder_ball' }] }));
    await writeFile(join(version, 'model.onnx'), 'weights');
    const other = await central.another({ env: { MODELS_DIR: models } });
    try {
      const id = await newInspection();
      const sample = sampleResults();
      const results = {
        ...sample,
        inference: { ...sample.inference!, model, thresholds: {} },
        defects: [{ ...sample.defects[0]!, type: 'solder_ball' }],
      };
      const path = `/v1/inspections/${id}/results`;
      expect(await central.as('PUT', path, { body: results })).toMatchObject({ status: 422 });
      expect(await other.as('PUT', path, { body: results })).toMatchObject({ status: 200 });
    } finally {
      await other.stop();
      await rm(models, { recursive: true });
    }
  });

  it('of no inspection are refused', async () => {
    expect(await put(uuidv7(), sampleResults())).toMatchObject({ status: 404, body: { code: 'INSPECTION_NOT_FOUND' } });
  });
});

describe('artifacts', () => {
  const bytes = new TextEncoder().encode('the bytes of an image');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const announce = async (more: object = {}) => {
    const id = (await create({ lot: 'L-artifacts' })).body.inspection_id as string;
    const body = { content_type: 'image/png', sha256, size_bytes: bytes.length, filename: 'top.png', ...more };
    const upload = await central.as('POST', `/v1/inspections/${id}/artifacts`, { body });
    return { id, upload };
  };
  const send = (upload: Answer, body: Uint8Array<ArrayBuffer> = bytes): Promise<Response> =>
    fetch(upload.body.upload_url, { method: 'PUT', body, headers: upload.body.headers });
  const confirm = (id: string, artifact_id: string, more: object = {}): Promise<Answer> =>
    central.as('POST', `/v1/inspections/${id}/artifacts/confirm`, {
      body: { artifact_id, sha256, size_bytes: bytes.length, ...more },
    });

  it('go to the store, are confirmed, and can be had back', async () => {
    const { id, upload } = await announce();
    expect(upload).toMatchObject({ status: 200, body: { expires_in: 900 } });
    expect((await send(upload)).status).toBe(200);
    const confirmed = await confirm(id, upload.body.artifact_id);
    expect(confirmed).toMatchObject({ status: 200, body: { state: 'stored', sha256, size_bytes: bytes.length } });
    expect(await confirm(id, upload.body.artifact_id)).toMatchObject({ status: 200, body: confirmed.body });
    const content = await central.as('GET', `/v1/inspections/${id}/artifacts/${upload.body.artifact_id}/content`);
    expect(content.status).toBe(302);
    const got = await fetch(content.headers.get('location')!);
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(bytes);
    expect(got.headers.get('content-type')).toBe('image/png');
  });

  it('are announced once, however often', async () => {
    const { id, upload } = await announce();
    const body = { content_type: 'image/png', sha256, size_bytes: bytes.length };
    const again = await central.as('POST', `/v1/inspections/${id}/artifacts`, { body });
    expect(again.body.artifact_id).toBe(upload.body.artifact_id);
    expect((await central.as('GET', `/v1/inspections/${id}`)).body.artifacts).toHaveLength(1);
  });

  it('cannot be confirmed before their bytes are there', async () => {
    const { id, upload } = await announce();
    expect(await confirm(id, upload.body.artifact_id)).toMatchObject({
      status: 409,
      body: { code: 'ARTIFACT_NOT_UPLOADED' },
    });
  });

  it('with other bytes than were announced are refused at the door', async () => {
    const { upload } = await announce();
    expect((await send(upload, new TextEncoder().encode('other bytes, as long!'))).status).toBe(400);
  });

  it('that are not what the station says they are can be sent again', async () => {
    const { id, upload } = await announce({ sha256: undefined, size_bytes: undefined, artifact_id: uuidv7() });
    await send(upload, new TextEncoder().encode('damaged on the way'));
    const refused = await confirm(id, upload.body.artifact_id);
    expect(refused).toMatchObject({ status: 422, body: { code: 'ARTIFACT_MISMATCH' } });
    await send(upload);
    expect((await confirm(id, upload.body.artifact_id)).body.state).toBe('stored');
  });

  it('of no known type are refused', async () => {
    const { upload } = await announce({ content_type: 'text/html' });
    expect(upload.status).toBe(400);
  });

  it('get a new URL under their key when the first has ended', async () => {
    const id = (await create({ lot: 'L-artifacts' })).body.inspection_id as string;
    const key = newKey();
    const path = `/v1/inspections/${id}/artifacts?type=image/jpeg`;
    const first = await central.as('POST', path, { key });
    const { sql } = await import('kysely');
    await sql`UPDATE idempotency_keys SET body = jsonb_set(body, '{expires_at}', '"2020-01-01T00:00:00Z"') WHERE key = ${key}`.execute(
      central.service.db,
    );
    const later = await central.as('POST', path, { key });
    expect(later.body.artifact_id).toBe(first.body.artifact_id);
    expect(new Date(later.body.expires_at).getTime()).toBeGreaterThan(Date.now());
  });
});
