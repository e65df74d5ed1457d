import { uuidv7 } from 'uuidv7';
import { afterEach, describe, expect, it } from 'vitest';
import type { InspectionAttempt, Inspector } from './ports/inspector.ts';
import { type Answer, type Central, startCentral, until } from './testing/central-fixture.ts';
import { sampleResults } from './testing/sample-results.ts';

let started: Central[] = [];
afterEach(async () => {
  // The first one drops the database, so it goes last.
  for (const central of started.reverse()) await central.stop();
  started = [];
});

async function twoCopies(inspector?: Inspector): Promise<readonly [Central, Central]> {
  const parts = inspector === undefined ? {} : { inspector };
  const first = await startCentral(parts);
  started.push(first);
  const second = await first.another(parts);
  started.push(second);
  return [first, second];
}

const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0]);

async function withImage(central: Central): Promise<string> {
  const made = await central.as('POST', '/v1/inspections', { key: uuidv7(), body: { lot: 'L' } });
  const id = made.body.inspection_id as string;
  const upload = await central.as('POST', `/v1/inspections/${id}/artifacts?type=image/jpeg`, { key: uuidv7() });
  await fetch(upload.body.upload_url, { method: 'PUT', body: jpeg });
  return id;
}

const found: InspectionAttempt = {
  type: 'inspected',
  finding: {
    verdict: 'PASS',
    defects: [],
    model: { name: 'm', version: '1', sha256: 'a'.repeat(64) },
    provider: 'cpu',
    timingsMs: { total: 1 },
    overlay: null,
  },
};

describe('two copies of the service on one database', () => {
  it('make one inspection of a request that both get at once', async () => {
    const copies = await twoCopies();
    for (let round = 0; round < 10; round += 1) {
      const [key, lot] = [uuidv7(), `L-${round}`];
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, i) => copies[i % 2]!.as('POST', '/v1/inspections', { key, body: { lot } })),
      );
      const ids = new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.inspection_id));
      expect(ids.size).toBe(1);
      expect((await copies[0].as('GET', `/v1/inspections?lot=${lot}`)).body.data).toHaveLength(1);
    }
  });

  it('keep one of two revisions that say different things', async () => {
    const copies = await twoCopies();
    const id = (await copies[0].as('POST', '/v1/inspections', { key: uuidv7(), body: { lot: 'L' } })).body
      .inspection_id;
    const answers: Answer[] = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        copies[i % 2]!.as('PUT', `/v1/inspections/${id}/results`, {
          body: sampleResults({ verdict: i % 2 === 0 ? 'PASS' : 'FAIL' }),
        }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'RESULTS_CONFLICT')).toHaveLength(7);
  });

  it('do each job once', async () => {
    const seen: string[] = [];
    const copies = await twoCopies({
      inspect: async (path) => {
        seen.push(path);
        return found;
      },
    });
    const ids = await Promise.all(Array.from({ length: 12 }, (_, i) => withImage(copies[i % 2]!)));
    for (const [i, id] of ids.entries())
      expect((await copies[i % 2]!.as('POST', `/v1/inspections/${id}/infer`, { key: uuidv7() })).status).toBe(202);
    await until(async () => (await copies[0].as('GET', '/v1/reports')).body.data.length === 12);
    expect(seen).toHaveLength(12);
  });

  it('refuse a second job while one is under way, and say which', async () => {
    let finish: (attempt: InspectionAttempt) => void = () => undefined;
    const copies = await twoCopies({
      inspect: () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    });
    const id = await withImage(copies[0]);
    const first = await copies[0].as('POST', `/v1/inspections/${id}/infer`, { key: uuidv7() });
    const second = await copies[1].as('POST', `/v1/inspections/${id}/infer`, { key: uuidv7() });
    expect(second).toMatchObject({
      status: 409,
      body: { code: 'JOB_RUNNING', details: { job_id: first.body.job_id } },
    });
    await until(async () => (await copies[1].as('GET', `/v1/jobs/${first.body.job_id}`)).body.status === 'running');
    finish(found);
    await until(async () => (await copies[1].as('GET', `/v1/jobs/${first.body.job_id}`)).body.status === 'succeeded');
  });

  it('take over a job whose worker died', async () => {
    const [first] = await twoCopies({ inspect: async () => found });
    const id = await withImage(first);
    const { db } = first.service;
    const job = uuidv7();
    // As a killed worker leaves it: running, its lease over.
    await first.service.db
      .insertInto('jobs')
      .values({
        id: job,
        inspection_id: id,
        state: 'running',
        priority: 5,
        attempts: 1,
        request: {},
        error: null,
        lease: uuidv7(),
        lease_until: new Date(Date.now() - 1000),
        started_at: new Date(),
        finished_at: null,
      })
      .execute();
    await db.updateTable('artifacts').set({ state: 'stored', sha256: 'x', size_bytes: 8 }).execute();
    await until(async () => (await first.as('GET', `/v1/jobs/${job}`)).body.status !== 'running');
  });

  it('give a failing image up with its reason, and the inspection says so', async () => {
    const [first] = await twoCopies({
      inspect: async () => ({ type: 'refused', code: 'IMAGE_CORRUPT', message: 'truncated' }),
    });
    const id = await withImage(first);
    const job = (await first.as('POST', `/v1/inspections/${id}/infer`, { key: uuidv7() })).body.job_id;
    const ended = await until(async () => {
      const { body } = await first.as('GET', `/v1/jobs/${job}`);
      return body.status === 'failed' && body;
    });
    expect(ended.error).toBe('IMAGE_CORRUPT: truncated');
    expect((await first.as('GET', `/v1/inspections/${id}`)).body.status).toBe('FAILED');
  });

  it('try again what the program failed at', async () => {
    let tries = 0;
    const [first] = await twoCopies({
      inspect: async () => (++tries < 2 ? { type: 'broken', message: 'killed' } : found),
    });
    const id = await withImage(first);
    await first.as('POST', `/v1/inspections/${id}/infer`, { key: uuidv7() });
    await until(async () => (await first.as('GET', `/v1/inspections/${id}`)).body.status === 'COMPLETE');
    expect(tries).toBe(2);
  });

  it('deliver every event, in order, once each', async () => {
    const copies = await twoCopies();
    for (let i = 0; i < 10; i += 1)
      await copies[i % 2]!.as('POST', '/v1/inspections', { key: uuidv7(), body: { lot: `E-${i}` } });
    const events = await until(async () => {
      const rows = await copies[0].service.db.selectFrom('events').selectAll().orderBy('id').execute();
      return rows.length === 10 && rows.every(({ delivered_at }) => delivered_at !== null) && rows;
    });
    expect(events.map(({ payload }) => payload.batch_id)).toEqual(Array.from({ length: 10 }, (_, i) => `E-${i}`));
  });
});
