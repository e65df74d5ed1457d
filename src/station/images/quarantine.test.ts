import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newId, type QuarantineId } from '../../core/kernel/ids.ts';
import { fail } from '../../core/kernel/result.ts';
import { dbError } from '../db/errors.ts';
import { hashOf } from '../testing/sample-inspection.ts';
import { must, openTestStation, temporaryFolder } from '../testing/station-fixture.ts';
import { quarantine } from './quarantine.ts';
import { faultyFileSystem } from './testing/faulty-file-system.ts';
import { filesBelow } from './testing/store-check.ts';

function refusedFile(name = 'b.jpg') {
  const dataDir = temporaryFolder();
  const context = openTestStation(join(dataDir, 'station.db'));
  const sourcePath = join(temporaryFolder(), name);
  writeFileSync(sourcePath, 'no image');
  return { dataDir, context, sourcePath, code: 'IMAGE_FORMAT', message: 'No image.' };
}

describe('quarantine', () => {
  it('keeps a copy, the reason beside it, a row and an entry; the file itself stays', async () => {
    const { dataDir, context, ...refusal } = refusedFile("'; rm -rf ..png");
    const kept = must(await quarantine(context, dataDir, refusal));
    expect(kept).toMatchObject({ sha256: hashOf('no image'), bytes: 8, storedPath: `quarantine/${kept.id}.file` });
    expect(readFileSync(join(dataDir, 'quarantine', `${kept.id}.file`), 'utf8')).toBe('no image');
    expect(JSON.parse(readFileSync(join(dataDir, 'quarantine', `${kept.id}.json`), 'utf8'))).toMatchObject({
      original: "'; rm -rf ..png",
      source: refusal.sourcePath,
      code: 'IMAGE_FORMAT',
      message: 'No image.',
      sha256: hashOf('no image'),
    });
    expect(readFileSync(refusal.sourcePath, 'utf8')).toBe('no image');
    const row = context.db.get(context.db.query.selectFrom('quarantine').selectAll());
    expect(row).toMatchObject({ id: kept.id, source_path: refusal.sourcePath, code: 'IMAGE_FORMAT', audit_seq: 0 });
    const entry = JSON.parse(String(context.db.scalar('SELECT entry FROM audit_entries')));
    expect(entry).toMatchObject({ action: 'image.quarantined', reason: 'IMAGE_FORMAT', object: { id: kept.id } });
  });

  it('records a file that cannot be read, without a copy', async () => {
    const { dataDir, context } = refusedFile();
    const refusal = { sourcePath: join(dataDir, 'missing.png'), code: 'IMAGE_UNREADABLE', message: 'Missing.' };
    const kept = must(await quarantine(context, dataDir, refusal));
    expect(kept).toMatchObject({ storedPath: null, sha256: null, bytes: null });
    expect(filesBelow(join(dataDir, 'quarantine'))).toEqual([`${kept.id}.json`]);
  });

  it('does nothing twice for the same id', async () => {
    const { dataDir, context, ...refusal } = refusedFile();
    const id = newId<QuarantineId>();
    const first = must(await quarantine(context, dataDir, { ...refusal, id }));
    expect(must(await quarantine(context, dataDir, { ...refusal, id }))).toEqual(first);
    expect(context.db.scalar('SELECT count(*) FROM audit_entries')).toBe(1);
    expect(filesBelow(join(dataDir, 'quarantine'))).toHaveLength(2);
  });

  it.each([
    ['DB_FULL', 0],
    ['DB_COMMIT_UNKNOWN', 2],
  ] as const)(
    'a database that answers %s leaves %i files, and the same call later completes it',
    async (code, left) => {
      const { dataDir, context, ...refusal } = refusedFile();
      const id = newId<QuarantineId>();
      const db = { ...context.db, write: () => fail(dbError(code)) };
      const refused = await quarantine({ ...context, db }, dataDir, { ...refusal, id });
      expect(refused).toMatchObject({ ok: false, error: { code } });
      expect(filesBelow(join(dataDir, 'quarantine'))).toHaveLength(left);
      must(await quarantine(context, dataDir, { ...refusal, id }));
      expect(filesBelow(join(dataDir, 'quarantine'))).toHaveLength(2);
      expect(context.db.scalar('SELECT count(*) FROM quarantine')).toBe(1);
    },
  );

  const probe = async (failAt: number) => {
    const { dataDir, context, ...refusal } = refusedFile();
    const { files, operations } = faultyFileSystem(failAt, 'ENOSPC');
    const outcome = await quarantine(context, dataDir, refusal, files);
    return { dataDir, context, refusal, operations, outcome };
  };

  it('a full disk at any operation: a coded error, no half pair of files, no row, the file itself untouched', async () => {
    const { operations } = await probe(Number.POSITIVE_INFINITY);
    expect(operations.length).toBeGreaterThan(8);
    for (let at = 0; at < operations.length; at += 1) {
      const { dataDir, context, refusal, outcome } = await probe(at);
      if (operations[at] === 'remove') continue; // On the way in: nothing is there to be removed.
      expect(outcome).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } });
      expect(filesBelow(join(dataDir, 'quarantine'))).toEqual([]);
      expect(context.db.scalar('SELECT count(*) FROM quarantine')).toBe(0);
      expect(readFileSync(refusal.sourcePath, 'utf8')).toBe('no image');
      must(await quarantine(context, dataDir, refusal));
    }
  });
});
