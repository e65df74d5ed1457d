import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { chainState } from '../audit/chain-state.ts';
import { verifyStationLog } from '../audit/verify.ts';
import { recordInspection } from '../inspections/record.ts';
import { sampleInspection } from '../testing/sample-inspection.ts';
import { openSignedStation } from '../testing/signed-station.ts';
import { must, steppingClock, temporaryFolder } from '../testing/station-fixture.ts';
import { makeBackup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';

const time = '2026-11-21T10:00:00.000Z';

async function backedUp() {
  const station = openSignedStation();
  must(recordInspection(station.context, sampleInspection()));
  const path = join(temporaryFolder(), 'monday.backup');
  const made = must(await makeBackup(station.context, path));
  return { ...station, path, made };
}

describe('a backup', () => {
  it('is one file with the whole log, signed to its end, and the log says that it was made', async () => {
    const { path, made, actions } = await backedUp();
    expect(made).toMatchObject({ path, size: 3, originals: 2 });
    expect(readdirSync(join(path, '..'))).toEqual(['monday.backup']);
    const copy = new BetterSqlite3(path, { readonly: true });
    expect(copy.prepare('SELECT max(size) FROM audit_checkpoints').pluck().get()).toBe(3);
    copy.close();
    expect(actions().at(-1)).toBe('station.backed_up');
  });

  it('writes over nothing, and leaves nothing where it cannot be written', async () => {
    const { context, path } = await backedUp();
    const before = readFileSync(path);
    expect(await makeBackup(context, path)).toMatchObject({ error: { code: 'BACKUP_EXISTS' } });
    expect(readFileSync(path).equals(before)).toBe(true);
    const nowhere = join(temporaryFolder(), 'none', 'x.backup');
    expect(await makeBackup(context, nowhere)).toMatchObject({ error: { code: 'BACKUP_UNWRITABLE' } });
  });
});

describe('restoring a backup', () => {
  it('puts the present database aside; the log then says what it lost, and can be signed on', async () => {
    const { path, act, signer, close, dataDir } = await backedUp();
    for (let n = 0; n < 4; n += 1) act();
    must(signer.checkpoint());
    close();
    const restored = must(restoreBackup(dataDir, path, time));
    expect(restored).toMatchObject({ size: 3, missingOriginals: 2 });
    expect(restored.putAside).toMatch(/station\.db\.replaced-2026-11-21T100000000Z$/);
    const aside = new BetterSqlite3(restored.putAside ?? '', { readonly: true });
    expect(aside.prepare('SELECT count(*) FROM audit_entries').pluck().get()).toBe(8);
    aside.close();

    const later = { ...steppingClock(Date.UTC(2026, 10, 21, 9)), bootId: 'later' };
    const again = openSignedStation({ dataDir, clock: later });
    expect(again.actions()).toEqual([
      'key.epoch_started',
      'recipe.versioned',
      'inspection.completed',
      'log.rolled_back',
    ]);
    const { state, rollbacks, notSigned } = must(chainState(again.db, again.signer));
    expect({ state, rollbacks, notSigned }).toMatchObject({
      state: 'rolled_back',
      notSigned: 0,
      rollbacks: [{ lostFrom: 3, lostTo: 8 }],
    });
    expect(must(verifyStationLog(again.db))).toMatchObject({ ok: true, rollbacks: [{ seq: 3 }] });
  });

  it('takes the place of a database that cannot be opened, which is kept as damaged', async () => {
    const { path, signer, close, dataDir } = await backedUp();
    must(signer.checkpoint());
    close();
    writeFileSync(join(dataDir, 'station.db'), 'this is no database any more, whatever it was');
    expect(must(restoreBackup(dataDir, path, time)).putAside).toContain('station.db.damaged-');
    expect(openSignedStation({ dataDir }).actions()).toContain('log.rolled_back');
  });

  it('brings a station to a new computer, whose folder has no keys', async () => {
    const { path } = await backedUp();
    const dataDir = temporaryFolder();
    expect(must(restoreBackup(dataDir, path, time))).toMatchObject({ putAside: null });
    const { signer, context, act } = openSignedStation({ dataDir });
    expect(signer.state().problem).toMatchObject({ code: 'KEY_MISSING' });
    act();
    must(signer.rotate(context, true));
    expect(signer.state().problem).toBe(null);
  });

  it.each([
    ['that is cut', 'BACKUP_', (path: string) => truncateSync(path, 40_000)],
    ['that is something else', 'BACKUP_UNREADABLE', (path: string) => writeFileSync(path, 'hello')],
    [
      'whose verdict was changed',
      'BACKUP_DAMAGED',
      (path: string) => {
        const copy = new BetterSqlite3(path);
        copy.exec(
          `UPDATE inspections SET standing_verdict = CASE standing_verdict WHEN 'pass' THEN 'fail' ELSE 'pass' END`,
        );
        copy.close();
      },
    ],
  ])('refuses one %s and changes nothing', async (_what, code, spoil) => {
    const { path, db, dataDir, actions } = await backedUp();
    spoil(path);
    const before = actions();
    const refused = restoreBackup(dataDir, path, time);
    expect(refused.ok || refused.error.code).toContain(code);
    expect(actions()).toEqual(before);
    expect(db.check().ok).toBe(true);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('restoring'))).toEqual([]);
  });

  it('waits for nobody: while somebody else has the station open it is refused', async () => {
    const { path, dataDir, act } = await backedUp();
    expect(restoreBackup(dataDir, path, time)).toMatchObject({ error: { code: 'BACKUP_IN_USE' } });
    act();
    expect(existsSync(join(dataDir, 'station.db'))).toBe(true);
  });
});
