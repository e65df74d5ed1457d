import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { addDevice } from './services/users.ts';
import { newDatabase } from './testing/central-fixture.ts';
import { openLine } from './testing/line.ts';
import { sampleResults } from './testing/sample-results.ts';
import { startServing } from './testing/serving.ts';

/** `KILLS=1000` for the long run. */
const kills = Number(process.env.KILLS ?? 8);
const senders = 4;

interface Story {
  /** Ids that were sent at least once, and those whose last step was acknowledged. */
  readonly attempted: ReadonlySet<string>;
  readonly acknowledged: ReadonlySet<string>;
  /** As the database has it at the end: id → revision, and reports of each. */
  readonly stored: ReadonlyMap<string, number>;
  readonly reports: readonly string[];
}

/** Sends inspections without end, each step again until it is acknowledged, while the service is killed again and again. */
async function sendWhileKilling(planted: readonly string[], withResults: boolean): Promise<Story> {
  const database = await newDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'fiducial-kill-'));
  const { db } = openDatabase({ url: database.url, poolSize: 2, onLost: () => undefined });
  const device = await addDevice(db, 'AOI-1');
  const line = await openLine();
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    JWT_SECRET: 'abcdefghijklmnopqrstuvwxyz0123456789',
    FIDUCIAL_CENTRAL_DIR: dataDir,
    ROLE: 'api',
    DATABASE_POOL: '4',
  };

  const attempted = new Set<string>();
  const acknowledged = new Set<string>();
  let over = false;
  const untilTaken = async (method: string, path: string, body: object): Promise<boolean> => {
    while (!over) {
      try {
        const answer = await fetch(`${line.url}${path}`, {
          method,
          headers: { 'x-api-token': device, 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(10_000),
        });
        await answer.arrayBuffer();
        if (answer.ok) return true;
        if (answer.status < 500 && answer.status !== 409) throw new Error(`refused with ${answer.status}`);
      } catch (error) {
        if (error instanceof Error && error.message.startsWith('refused')) throw error;
      }
      await pause(20);
    }
    return false;
  };
  const send = async (): Promise<void> => {
    while (!over) {
      const inspection_id = uuidv7();
      const results = sampleResults();
      attempted.add(inspection_id);
      const taken =
        (await untilTaken('POST', '/v1/inspections', { inspection_id, lot: 'L' })) &&
        (!withResults || (await untilTaken('PUT', `/v1/inspections/${inspection_id}/results`, results)));
      if (taken) acknowledged.add(inspection_id);
    }
  };

  const waits = fc.sample(fc.integer({ min: 0, max: 40 }), kills);
  let child = await startServing(line, env, planted);
  const sending = Promise.all(Array.from({ length: senders }, send));
  for (let kill = 0; kill < kills; kill += 1) {
    const before = acknowledged.size;
    // Somewhere in the midst of things.
    while (acknowledged.size < before + 3) await pause(5);
    await pause(waits[kill]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    child = await startServing(line, env, planted);
  }
  over = true;
  await sending;
  child.kill('SIGKILL');
  await once(child, 'exit');
  await line.close();

  const rows = await db.selectFrom('inspections').select(['id', 'revision']).execute();
  const reports = await db.selectFrom('reports').select('inspection_id').execute();
  await db.destroy();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
  return {
    attempted,
    acknowledged,
    stored: new Map(rows.map(({ id, revision }) => [id, revision])),
    reports: reports.map(({ inspection_id }) => inspection_id),
  };
}

const lost = ({ acknowledged, stored }: Story): readonly string[] => [...acknowledged].filter((id) => !stored.has(id));

describe('a service that is killed again and again', () => {
  it('loses nothing that it acknowledged, and has nothing twice or of its own making', {
    timeout: 300_000 + kills * 20_000,
  }, async () => {
    const story = await sendWhileKilling([], true);
    expect(story.acknowledged.size).toBeGreaterThanOrEqual(kills * 3);
    expect(lost(story)).toEqual([]);
    for (const id of story.acknowledged) expect(story.stored.get(id)).toBe(1);
    for (const id of story.stored.keys()) expect(story.attempted.has(id)).toBe(true);
    expect(new Set(story.reports).size).toBe(story.reports.length);
  });

  it('is caught where it acknowledges before it stores', { timeout: 300_000 + kills * 20_000 }, async () => {
    expect(lost(await sendWhileKilling(['forgetful'], false))).not.toEqual([]);
  });
});
