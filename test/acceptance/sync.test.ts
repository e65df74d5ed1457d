/** A station's command line and a running central service: what one has, the other gets, each thing once. */
import { writeFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compose, type Service } from '../../central/src/compose.ts';
import { readConfig } from '../../central/src/config.ts';
import { addDevice } from '../../central/src/services/users.ts';
import { auditPage } from '../../src/station/audit/page.ts';
import type { SyncState } from '../../src/station/sync/synchroniser.ts';
import { must } from '../../src/station/testing/station-fixture.ts';
import { openTestWorkstation } from '../../src/station/testing/workstation-fixture.ts';
import { board, golden } from './bad-files.ts';
import { fiducial, type Line } from './run-fiducial.ts';

let folder: string;
let service: Service | null = null;
let url: string;
let token: string;
let line: Line;

type Log = Parameters<typeof compose>[1];
const nothing = (): void => undefined;
const levels = { fatal: nothing, error: nothing, warn: nothing, info: nothing, debug: nothing, trace: nothing };
const silent = { level: 'silent', ...levels, silent: nothing, child: () => silent } as unknown as Log;

const onStation = (...args: string[]) =>
  fiducial([...args, '--data-dir', join(folder, 'data'), '--json'], {
    env: { FIDUCIAL_CENTRAL_TOKEN_FILE: join(folder, 'token') },
  });

// biome-ignore lint/suspicious/noExplicitAny: answers are read as a client in another language would.
const ask = async (path: string): Promise<any> => {
  const reply = await fetch(`${url}${path}`, { headers: { 'x-api-token': token } });
  return reply.headers.get('content-type')?.includes('json') ? reply.json() : reply;
};

/** Publishes a recipe's first version as an administrator of the service. */
async function publish(name: string, content: object): Promise<void> {
  const body = new URLSearchParams({ username: 'demo', password: 'demo' });
  const signedIn = (await (await fetch(`${url}/v1/token`, { method: 'POST', body })).json()) as {
    access_token: string;
  };
  const headers = { authorization: `Bearer ${signedIn.access_token}`, 'content-type': 'application/json' };
  const reply = await fetch(`${url}/v1/recipes/${name}/1`, { method: 'PUT', headers, body: JSON.stringify(content) });
  expect(reply.status).toBe(200);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-sync-'));
  await chmod(folder, 0o711);
  const config = readConfig({ FIDUCIAL_CENTRAL_DIR: join(folder, 'central'), LOG_LEVEL: 'silent', ROLE: 'api' });
  if (!config.ok) throw new Error(config.message);
  const started = await compose(config.config, silent);
  service = started;
  await started.app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(started.app.server.address() as AddressInfo).port}`;
  token = await addDevice(started.db, hostname());
  writeFileSync(join(folder, 'token'), `${token}\n`, { mode: 0o600 });
  const inspected = await onStation('inspect', board, '--golden', golden, '--part', 'Плата', '--lot', 'L-7');
  line = inspected.lines()[0]!;
  expect(line.inspection_id, inspected.stderr).toBeTruthy();
});

afterAll(async () => {
  await service?.stop();
  await rm(folder, { recursive: true, force: true });
});

const isDone = ({ state, counts }: SyncState): boolean => state === 'idle' && counts.pending === 0;

describe('fiducial sync', () => {
  it('sends nothing until a person says where to', async () => {
    const run = await onStation('sync', '--once');
    expect(run.status).toBe(3);
    expect(run.lines()[0]).toMatchObject({ error: { code: 'SYNC_NOT_CONFIGURED' } });
  });

  it('sends the board, its image and the log, and keeps the receipts', async () => {
    const set = await onStation('sync', 'set', '--url', url);
    expect(set.status, set.stderr).toBe(0);
    const run = await onStation('sync', '--once');
    expect(run.status, run.stderr).toBe(0);
    expect(run.lines()[0]).toMatchObject({ pending: 0, set_aside: 0 });

    const there = await ask(`/v1/inspections/${line.inspection_id}`);
    expect(there).toMatchObject({
      lot: 'L-7',
      part: 'Плата',
      station: hostname(),
      status: 'COMPLETE',
      revision: 1,
      defects_detected: line.defects?.length,
      artifacts: [{ state: 'stored', kind: 'raw' }],
    });
    const bytes = await fetch(
      `${url}/v1/inspections/${line.inspection_id}/artifacts/${there.artifacts[0].artifact_id}/content`,
      { headers: { 'x-api-token': token } },
    );
    expect(Buffer.from(await bytes.arrayBuffer()).equals(await readFile(board))).toBe(true);
    expect(await (await ask(`/v1/audit/${hostname()}/checkpoint`)).text()).toContain('fiducial.audit/');

    const list = await onStation('sync', 'list');
    expect(list.lines()).toMatchObject([
      { kind: 'inspection', state: 'sent', receipt: { inspection_id: line.inspection_id, stored: true } },
      { kind: 'artifact', state: 'sent', receipt: { state: 'stored' } },
    ]);
    // The log with its countersignature holds.
    expect((await onStation('audit', 'verify')).status).toBe(0);
  });

  it('stays paused until it is resumed', async () => {
    expect((await onStation('sync', 'pause')).status).toBe(0);
    expect((await onStation('sync', '--once')).lines()[0]).toMatchObject({ error: { code: 'SYNC_PAUSED' } });
    expect((await onStation('sync', 'resume')).status).toBe(0);
  });

  it('sent again, changes nothing there', async () => {
    const before = await ask('/v1/inspections');
    expect((await onStation('sync', 'resend', '--since', '2020-01-01')).lines()[0]).toEqual({ waiting: 2 });
    expect((await onStation('sync', '--once')).lines()[0]).toMatchObject({ pending: 0, set_aside: 0 });
    expect(await ask('/v1/inspections')).toEqual(before);
  });

  it('goes on in the window’s station by itself, which may be called otherwise by now', async () => {
    const station = await openTestWorkstation(join(folder, 'data'));
    must(station.settings.change({ station: 'Line 2' }));
    const before = must(station.sync.page({ limit: 1 })).items[0]?.position ?? 0;
    const about = { part: 'P-2', lot: 'L-9' };
    await station.ended(station.imports.start([board], about));
    const isSent = (): boolean => {
      const [newest] = must(station.sync.page({ limit: 1 })).items;
      return newest?.kind === 'artifact' && newest.position > before && newest.state === 'sent';
    };
    await station.seen((event) => (event.type === 'sync_changed' && isSent() && isDone(event.sync) ? true : null));
    expect(station.sync.state()).toMatchObject({ problem: null, counts: { pending: 0, setAside: 0 } });
    const list = await ask('/v1/inspections');
    expect(list.data).toMatchObject([{ lot: 'L-9', metadata: { station: 'Line 2' } }, { lot: 'L-7' }]);
    expect(must(station.sync.page({ limit: 2 })).items).toMatchObject([
      { kind: 'artifact', state: 'sent' },
      { kind: 'inspection', state: 'sent', error: null },
    ]);
    // What the site publishes there holds here, and the log says where it came from.
    const content = { ...must(station.recipes.proposal()), minAreaPx: 17 };
    await publish('P-77', content);
    must(station.sync.hurry());
    await expect
      .poll(() => station.recipes.open('P-77', null), { timeout: 120_000 })
      .toMatchObject({
        ok: true,
        value: { version: 1, content: { minAreaPx: 17 } },
      });
    expect(must(auditPage(station.context.db, { limit: 50 })).entries).toContainEqual(
      expect.objectContaining({ action: 'recipe.versioned', actor: expect.objectContaining({ id: 'central' }) }),
    );
    expect(must(await station.sync.pause(true))).toBeUndefined();
    expect(station.status().sync).toMatchObject({ state: 'paused', queued: 0 });
    must(await station.sync.pause(false));
    await station.close();
  });

  it('sends a board of which something hides a part, with that finding', async () => {
    const hidden = join(folder, 'hidden.png');
    const create = { width: 200, height: 200, channels: 3, background: '#000' } as const;
    await sharp(board)
      .composite([{ input: { create }, left: 60, top: 60 }])
      .png()
      .toFile(hidden);
    const inspected = await onStation('inspect', hidden, '--golden', golden, '--part', 'Плата', '--lot', 'L-7');
    const [hiddenLine] = inspected.lines() as [Line];
    expect(hiddenLine).toMatchObject({ verdict: 'fail' });
    expect((await onStation('sync', '--once')).status).toBe(0);
    const there = await ask(`/v1/inspections/${hiddenLine.inspection_id}`);
    expect(there.defects.map(({ type }: { type: string }) => type)).toContain('unexplained');
  });

  it('keeps everything where nobody answers', async () => {
    await service?.stop();
    service = null;
    const again = await onStation('inspect', board, '--golden', golden, '--part', 'Плата', '--lot', 'L-8', '--again');
    expect(again.status).toBeLessThan(4);
    const run = await onStation('sync', '--once');
    expect(run.status).toBe(3);
    expect(run.lines().at(-1)).toMatchObject({ error: { code: 'SYNC_UNREACHABLE' } });
    expect((await onStation('sync', 'status')).lines()[0]).toMatchObject({ pending: 1, set_aside: 0 });
  });
});
