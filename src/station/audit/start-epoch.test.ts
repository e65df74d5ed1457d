/** A new key, cut off between any two of its steps, as a crash does. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail } from '../../core/kernel/result.ts';
import { openToAll } from '../context.ts';
import type { Database } from '../db/database.ts';
import { dbError } from '../db/errors.ts';
import { openDatabase } from '../db/open.ts';
import { noSealer } from '../keys/sealer.ts';
import { openSignedStation } from '../testing/signed-station.ts';
import { must, steppingClock } from '../testing/station-fixture.ts';
import { epochsOf } from './chain-state.ts';
import { openLogSigner } from './open-log-signer.ts';
import { verifyLogAlone } from './verify.ts';

const soon = () => ({ ...steppingClock(Date.UTC(2026, 10, 21, 9)), bootId: 'later' });

/** Begins a new key in a program whose database is as given, and which then is gone. */
function rotateWith(dataDir: string, flawed: (db: Database) => Partial<Database>): void {
  const db = must(openDatabase({ file: join(dataDir, 'station.db') }));
  const actor = { id: 'lee', name: 'Lee', role: 'admin' };
  const broken = { ...db, ...flawed(db) };
  const given = { db: broken, clock: soon(), station: 'Line 1', actor, ...openToAll };
  const signer = openLogSigner({ context: given, dataDir, sealer: noSealer });
  signer.rotate({ ...given, signer }, false);
  signer.close();
  db.close();
}

const started = () => {
  const { dataDir, act, signer, close, keys } = openSignedStation();
  act();
  must(signer.checkpoint());
  const [old = ''] = keys();
  close();
  return { dataDir, old };
};

describe('a new key that is cut off', () => {
  it('after its file is written: the old key signs on, and the file is destroyed at the next start', () => {
    const { dataDir, old } = started();
    writeFileSync(join(dataDir, 'keys', '01234567.key'), readFileSync(join(dataDir, 'keys', old)));
    const { keys, db, signer } = openSignedStation({ dataDir, clock: soon() });
    expect(keys()).toEqual([old]);
    expect(epochsOf(db)).toHaveLength(1);
    expect(signer.state()).toEqual({ kind: 'unsealed', problem: null });
  });

  it('before the commit, with an error: nothing is left of it', () => {
    const { dataDir, old } = started();
    rotateWith(dataDir, (db) => ({
      write: (work) =>
        db.write(() => {
          work();
          return fail(dbError('DB_FULL'));
        }),
    }));
    const { keys, db } = openSignedStation({ dataDir, clock: soon() });
    expect(keys()).toEqual([old]);
    expect(epochsOf(db)).toHaveLength(1);
    expect(must(verifyLogAlone(db)).ok).toBe(true);
  });

  it('with a commit that nobody knows the end of: whichever key the log names is there', () => {
    const { dataDir } = started();
    rotateWith(dataDir, (db) => ({
      write(work) {
        const done = db.write(work);
        return done.ok ? fail(dbError('DB_COMMIT_UNKNOWN')) : done;
      },
    }));
    const { keys, db, signer, act } = openSignedStation({ dataDir, clock: soon() });
    act();
    must(signer.checkpoint());
    expect(keys()).toHaveLength(1);
    expect(must(verifyLogAlone(db))).toMatchObject({ ok: true, epochs: [{}, { handOver: 'signed' }] });
  });

  it('right after the commit, before mark and destruction: the next start does both', () => {
    const { dataDir, old } = started();
    rotateWith(dataDir, () => ({ afterCommit: () => undefined }));
    const { keys, db, actions, signer } = openSignedStation({ dataDir, clock: soon() });
    expect(keys()).toHaveLength(1);
    expect(keys()).not.toEqual([old]);
    expect(actions()).not.toContain('log.rolled_back');
    expect(must(verifyLogAlone(db))).toMatchObject({ ok: true, epochs: [{}, { handOver: 'signed' }] });
    expect(signer.state().problem).toBe(null);
  });

  it('where the old one cannot sign, is refused: no key without a hand-over', () => {
    const { dataDir, old } = started();
    writeFileSync(join(dataDir, 'keys', old), 'torn');
    const { signer, context, db, keys } = openSignedStation({ dataDir, clock: soon() });
    expect(signer.rotate(context, false)).toMatchObject({ ok: false, error: { code: 'KEY_DAMAGED' } });
    expect(epochsOf(db)).toHaveLength(1);
    expect(keys()).toEqual([old]);
    expect(signer.rotate(context, true).ok).toBe(true);
  });
});
