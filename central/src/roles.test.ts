import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Inspector } from './ports/inspector.ts';
import { type Central, startCentral, until } from './testing/central-fixture.ts';

const inspector: Inspector = {
  inspect: async () => ({
    type: 'inspected',
    finding: {
      verdict: 'PASS',
      defects: [],
      model: { name: 'm', version: '1', sha256: 'a'.repeat(64) },
      provider: 'cpu',
      timingsMs: { total: 1 },
      overlay: null,
    },
  }),
};

describe('a copy that only serves, and one that only works', () => {
  let api: Central;
  let worker: Central;
  beforeAll(async () => {
    api = await startCentral({ env: { ROLE: 'api' }, inspector });
    worker = await api.another({ env: { ROLE: 'worker' }, inspector });
  });
  afterAll(async () => {
    await worker.stop();
    await api.stop();
  });

  it('do their parts of a job', async () => {
    const id = (await api.as('POST', '/v1/inspections', { key: uuidv7(), body: { lot: 'L' } })).body.inspection_id;
    const upload = await api.as('POST', `/v1/inspections/${id}/artifacts?type=image/jpeg`, { key: uuidv7() });
    await fetch(upload.body.upload_url, { method: 'PUT', body: new Uint8Array([0xff, 0xd8, 0xff, 0xe0]) });
    await api.as('POST', `/v1/inspections/${id}/infer`, { key: uuidv7() });
    await until(async () => (await api.as('GET', `/v1/inspections/${id}`)).body.status === 'COMPLETE');
  });

  it('answer probes and Prometheus both; only one answers clients', async () => {
    for (const copy of [api, worker])
      for (const path of ['/healthz', '/readyz', '/metrics']) expect((await copy.send('GET', path)).status).toBe(200);
    for (const path of ['/v1/inspections', '/', '/v1/objects/x'])
      expect((await worker.as('GET', path, { token: api.token })).status, path).toBe(404);
  });
});
