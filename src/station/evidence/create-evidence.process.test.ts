import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { auditPage } from '../audit/page.ts';
import { getInspection } from '../inspections/read.ts';
import { recordInspection } from '../inspections/record.ts';
import { queuePage } from '../queue/queue.ts';
import { sampleInspection } from '../testing/sample-inspection.ts';
import { keyRing } from '../testing/signed-station.ts';
import { must, temporaryFolder } from '../testing/station-fixture.ts';
import { openTestWorkstation, samplesFolder, type TestWorkstation } from '../testing/workstation-fixture.ts';
import { createEvidence } from './create-evidence.ts';
import { filesOf } from './testing/repack.ts';
import { verifyEvidence } from './verify-evidence.ts';

const board = join(samplesFolder, 'core-bare_000009_board.jpg');

async function inspectOne(station: TestWorkstation): Promise<string> {
  await station.ended(must(station.imports.start([board], {})));
  return must(queuePage(station.context.db, { shelf: 'review', limit: 1 })).rows[0]!.id;
}

const create = ({ reports, catalog }: TestWorkstation, id: string, path: string) =>
  createEvidence({ reports, catalog }, id, path);

describe('a bundle is made', () => {
  test('again and again, each time with what happened since', async () => {
    const station = await openTestWorkstation();
    const folder = temporaryFolder();
    const id = await inspectOne(station);
    const first = must(await create(station, id, join(folder, '1.zip')));
    const second = must(await create(station, id, join(folder, '2.zip')));
    // The first bundle's report and its making, and the second one's.
    expect(second.entries).toBe(first.entries + 2);
    for (const { path } of [first, second])
      expect(must(await verifyEvidence(path, { keys: null })).problems).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['1.zip', '2.zip']);
  });

  test('of a board without a golden, and says who made it', async () => {
    const station = await openTestWorkstation();
    const id = await inspectOne(station);
    const path = join(temporaryFolder(), 'board.zip');
    must(await create(station, id, path));
    expect(must(await verifyEvidence(path, { keys: null })).facts).toMatchObject({ inspection: id, signedOff: null });
    const [last] = must(auditPage(station.context.db, { limit: 1 })).entries;
    expect(last).toMatchObject({
      action: 'evidence.created',
      object: { id },
      actor: { name: station.context.actor.name },
    });
  });

  test('of a board that could not be inspected: its image, the reason, and no model', async () => {
    const station = await openTestWorkstation();
    const { context, reports } = station;
    const { sha256, bytes, format, storedPath } = must(await reports.images.storeOriginal(board));
    const image = { sha256, bytes, format, storedPath, width: null, height: null, sourcePath: board };
    const outcome = { status: 'failed', error: { code: 'ENGINE_CRASHED', message: 'The engine crashed.' } } as const;
    const input = sampleInspection({ image, golden: null, outcome });
    must(recordInspection(context, input));
    const path = join(temporaryFolder(), 'board.zip');
    must(await create(station, input.id, path));
    const { problems, facts } = must(await verifyEvidence(path, { keys: null }));
    expect({ problems, verdict: facts?.verdict }).toEqual({ problems: [], verdict: 'failed' });
    expect([...(await filesOf(path)).keys()]).not.toContain('model.json');
  });
});

describe('no bundle is made', () => {
  test('of an inspection that is not there', async () => {
    const station = await openTestWorkstation();
    const path = join(temporaryFolder(), 'board.zip');
    expect(await create(station, 'none', path)).toMatchObject({ ok: false, error: { code: 'INSPECTION_NOT_FOUND' } });
    expect(existsSync(path)).toBe(false);
  });

  test('where an original was changed, or is gone; and nothing is logged', async () => {
    const station = await openTestWorkstation();
    const id = await inspectOne(station);
    const path = join(temporaryFolder(), 'board.zip');
    const { storedPath } = must(getInspection(station.context.db, id))!.image;
    const original = join(station.dataDir, storedPath);
    chmodSync(original, 0o600);
    writeFileSync(original, 'another board');
    const before = must(auditPage(station.context.db, { limit: 1 })).entries[0]?.seq;
    expect(await create(station, id, path)).toMatchObject({ ok: false, error: { code: 'EVIDENCE_ORIGINAL_DAMAGED' } });
    expect(must(auditPage(station.context.db, { limit: 1 })).entries[0]?.seq).toBe(before);
    expect(existsSync(path)).toBe(false);
  });

  test('where what is stored is not what was found', async () => {
    const station = await openTestWorkstation();
    const id = await inspectOne(station);
    const hand = new Sqlite(join(station.dataDir, 'station.db'));
    hand.prepare("UPDATE inspections SET verdict = 'pass' WHERE id = ?").run(id);
    hand.prepare('UPDATE defects SET x = x + 1 WHERE inspection_id = ?').run(id);
    hand.close();
    const path = join(temporaryFolder(), 'board.zip');
    expect(await create(station, id, path)).toMatchObject({ ok: false, error: { code: 'EVIDENCE_RESULT_DAMAGED' } });
  });

  test('where the key cannot be used: the window must do it', async () => {
    const dataDir = temporaryFolder();
    const window = await openTestWorkstation(dataDir, { sealer: keyRing() });
    const id = await inspectOne(window);
    await window.close();
    const line = await openTestWorkstation(dataDir);
    const path = join(temporaryFolder(), 'board.zip');
    expect(await create(line, id, path)).toMatchObject({ ok: false, error: { code: 'EVIDENCE_UNSIGNED' } });
    expect(existsSync(path)).toBe(false);
    expect(must(auditPage(line.context.db, { limit: 1 })).entries[0]?.action).toBe('station.started');
  });

  test('where it cannot be written; an earlier file is left as it was', async () => {
    const station = await openTestWorkstation();
    const id = await inspectOne(station);
    const folder = temporaryFolder();
    const path = join(folder, 'gone', 'board.zip');
    const before = must(auditPage(station.context.db, { limit: 1 })).entries[0]?.seq;
    expect(await create(station, id, path)).toMatchObject({ ok: false, error: { code: 'OUTPUT_UNWRITABLE' } });
    expect(must(auditPage(station.context.db, { limit: 1 })).entries[0]?.seq).toBe(before);
    expect(readdirSync(folder)).toEqual([]);
  });
});
