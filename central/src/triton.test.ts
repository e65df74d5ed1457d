import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Central, startCentral, until } from './testing/central-fixture.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** A server of the protocol that Triton has, with the models that are shipped: in a process of its own, as Triton is. */
async function startTriton(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const program = path('src/engine/infer/testing/triton-server.ts');
  const child = spawn(process.execPath, [program, path('models')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return { child, url: line.toString().trim() };
}

describe('with a Triton server', () => {
  let triton: Awaited<ReturnType<typeof startTriton>>;
  let there: Central;
  let here: Central;
  beforeAll(async () => {
    triton = await startTriton();
    here = await startCentral();
    there = await startCentral({ env: { TRITON_URL: triton.url } });
  });
  afterAll(async () => {
    triton.child.kill('SIGKILL');
    await there.stop();
    await here.stop();
  });

  const behave = (behaviour: string): Promise<Response> =>
    fetch(`${triton.url}/behaviour`, { method: 'PUT', body: behaviour });

  /** Uploads a board, asks for its inspection, and gives the ended job. */
  async function inspect(central: Central): Promise<{ readonly id: string; readonly job: Record<string, unknown> }> {
    const inspection_id = uuidv7();
    await central.as('POST', '/v1/inspections', { body: { inspection_id, lot: 'L-1' } });
    const upload = await central.as('POST', `/v1/inspections/${inspection_id}/artifacts?type=image/jpeg`, {
      key: uuidv7(),
    });
    const body = await readFile(path('resources/boards/samples/ctrl-14_007710_board.jpg'));
    await fetch(upload.body.upload_url, { method: 'PUT', body, headers: upload.body.headers });
    const asked = await central.as('POST', `/v1/inspections/${inspection_id}/infer`, { key: uuidv7() });
    const job = await until(async () => {
      const { body: it } = await central.as('GET', `/v1/jobs/${asked.body.job_id}`);
      return ['succeeded', 'failed'].includes(it.status) ? it : null;
    }, 120_000);
    return { id: inspection_id, job };
  }

  interface Shown {
    readonly defects: readonly { readonly defect_id: string }[];
    readonly inferences: readonly { readonly provider: string; readonly model: object }[];
    readonly status: string;
    readonly verdict: string;
  }
  const read = async (central: Central, id: string): Promise<Shown> =>
    (await central.as('GET', `/v1/inspections/${id}`)).body;

  it('the platform finds what it finds without', async () => {
    const [remote, local] = [await inspect(there), await inspect(here)];
    expect([remote.job.status, local.job.status]).toEqual(['succeeded', 'succeeded']);
    const [found, expected] = [await read(there, remote.id), await read(here, local.id)];
    const withoutIds = ({ defects }: Shown) => defects.map(({ defect_id: _, ...defect }) => defect);
    expect(withoutIds(found)).toEqual(withoutIds(expected));
    expect(found.defects.length).toBeGreaterThan(0);
    expect(found).toMatchObject({ status: 'COMPLETE', verdict: expected.verdict });
    expect(found.inferences).toMatchObject([{ provider: 'triton', model: expected.inferences[0]!.model }]);
    expect(expected.inferences).toMatchObject([{ provider: 'cpu' }]);
  }, 180_000);

  it('that is not ready, the job is tried three times and ends with the reason', async () => {
    await behave('loading');
    const { id, job } = await inspect(there);
    expect(job).toMatchObject({ status: 'failed', attempts: 3 });
    expect(job.error).toContain('The Triton server cannot run the model: it answers 400');
    expect(await read(there, id)).toMatchObject({ status: 'FAILED', verdict: null, defects: [] });
  }, 180_000);
});
