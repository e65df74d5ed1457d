/** The signed log through the command line: verified, proven, exported, backed up and restored, as a script would. */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { board, golden } from './bad-files.ts';
import { fiducial } from './run-fiducial.ts';

let folder: string;
let inspection: string;
const at = (name: string): string => join(folder, name);
const onStation = (...args: string[]) => fiducial([...args, '--data-dir', at('data'), '--json']);
const first = async (...args: string[]) => {
  const run = await onStation(...args);
  return { status: run.status, ...run.lines()[0] } as Record<string, unknown>;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-audit-'));
  const inspected = await onStation('inspect', board, '--golden', golden, '--part', 'P-1', '--serial', '7');
  inspection = inspected.lines()[0]?.inspection_id ?? '';
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the signed log', () => {
  it('verifies, and is signed to its end by the key that it names', async () => {
    const report = await first('audit', 'verify');
    expect(report).toMatchObject({ status: 0, ok: true, epochs: [{ number: 1, hand_over: 'first' }], rollbacks: [] });
    expect(report.signed_size).toBe(report.size);
  });

  it('tells everything about one board, and one entry whole', async () => {
    const story = (await onStation('audit', 'show', inspection)).lines();
    expect(story.map(({ action }) => action)).toEqual(['inspection.completed']);
    const seq = String(story[0]?.seq);
    expect(await first('audit', 'show', seq)).toMatchObject({ status: 0, action: 'inspection.completed' });
    expect(await first('audit', 'show', '9999')).toMatchObject({ status: 3, error: { code: 'AUDIT_NO_ENTRY' } });
    expect((await onStation('audit', 'show', inspection, '--proof', at('x'))).status).toBe(2);
    const proof = await first('audit', 'show', seq, '--proof', at('board.tlog-proof'));
    expect(proof).toMatchObject({ status: 0, index: Number(seq) });
    expect(statSync(at('board.tlog-proof')).size).toBeLessThanOrEqual(4096);
  });

  it('goes on with a new key', async () => {
    expect(await first('audit', 'rotate-key')).toMatchObject({ status: 0, epoch: 2 });
    const { epochs } = await first('audit', 'verify');
    expect(epochs).toMatchObject([{ hand_over: 'first' }, { hand_over: 'signed' }]);
  });

  it('is exported, verifies elsewhere, and not after a byte was changed', async () => {
    expect(await first('audit', 'export', at('log'))).toMatchObject({ status: 0, export: at('log') });
    expect(await first('audit', 'verify', '--export', at('log'))).toMatchObject({ status: 0, ok: true });
    const known = ['audit', 'verify', '--export', at('log'), '--keys'];
    expect(await first(...known, at('log/vkeys'))).toMatchObject({ status: 0, ok: true });
    writeFileSync(at('other'), 'fiducial.audit/local/x+00000000+AAAA\n');
    expect(await first(...known, at('other'))).toMatchObject({ status: 3, damage: 'key_swapped' });
    const { size } = (await first('audit', 'verify', '--export', at('log'))) as { size: number };
    const bundle = at(`log/tile/entries/000.p/${size}`);
    const bytes = readFileSync(bundle);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(bundle, bytes);
    expect(await first('audit', 'verify', '--export', at('log'))).toMatchObject({ status: 3, ok: false });
  });

  it('says after a restored backup what it lost', async () => {
    const backup = await first('backup', at('monday.backup'));
    expect(backup).toMatchObject({ status: 0, originals: 2 });
    await onStation('audit', 'rotate-key');
    const restored = await first('restore', at('monday.backup'));
    expect(restored).toMatchObject({ status: 0, size: backup.size, missing_originals: 0 });
    expect(existsSync(String(restored.put_aside))).toBe(true);
    expect(restored.lost).toMatchObject({ from: backup.size });
    // The key that could sign for this state was destroyed when the lost one began.
    expect(await first('audit', 'rotate-key')).toMatchObject({ status: 3, error: { code: 'KEY_MISSING' } });
    expect(await first('audit', 'rotate-key', '--lost')).toMatchObject({ status: 0 });
    const report = await first('audit', 'verify');
    expect(report).toMatchObject({ status: 0, ok: true, rollbacks: [{ lost_from: backup.size }] });
    expect(report.epochs).toMatchObject([{}, {}, { hand_over: 'lost' }]);
    const text = await fiducial(['audit', 'verify', '--data-dir', at('data')]);
    expect(text.stdout).toMatch(/NOTE .* nobody vouches for it/);
    expect(text.stdout).toMatch(/NOTE .* set back/);
  });

  it('offers a way on where the database is no database any more', async () => {
    rmSync(at('data/station.db-wal'), { force: true });
    writeFileSync(at('data/station.db'), 'torn');
    expect(await first('audit', 'verify')).toMatchObject({ status: 3, error: { code: 'DB_NOT_A_DATABASE' } });
    const restored = await first('restore', at('monday.backup'));
    expect(restored).toMatchObject({ status: 0 });
    expect(String(restored.put_aside)).toContain('station.db.damaged-');
    expect(await first('audit', 'verify')).toMatchObject({ status: 0, ok: true });
  });
});
