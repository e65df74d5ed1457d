import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../core/kernel/clock.ts';
import { recordAction } from '../audit/action.ts';
import { openLogSigner } from '../audit/open-log-signer.ts';
import { auditPage } from '../audit/page.ts';
import { openToAll } from '../context.ts';
import { openDatabase } from '../db/open.ts';
import { noSealer, type Sealer } from '../keys/sealer.ts';
import { must, steppingClock, temporaryFolder } from './station-fixture.ts';

/** The computer's key store of one user: nobody else's opens what it sealed. */
export function keyRing(secret = 0x5a): Sealer {
  const turn = (bytes: Uint8Array): Uint8Array => Uint8Array.from([secret, ...bytes.map((byte) => byte ^ secret)]);
  return {
    kind: 'os',
    seal: turn,
    unseal(sealed) {
      if (sealed[0] !== secret) throw new Error('another user');
      return turn(sealed.subarray(1)).subarray(1);
    },
  };
}

export interface SignedStationOptions {
  readonly dataDir?: string;
  readonly sealer?: Sealer;
  readonly clock?: Clock;
}

/** A station database with the signer of its log, closed with the test. */
export function openSignedStation(options: SignedStationOptions = {}) {
  const { dataDir = temporaryFolder(), sealer = noSealer, clock = steppingClock() } = options;
  const db = must(openDatabase({ file: join(dataDir, 'station.db') }));
  const given = { db, clock, station: 'Line 1', actor: { id: 'lee', name: 'Lee', role: 'admin' }, ...openToAll };
  const signer = openLogSigner({ context: given, dataDir, sealer });
  const context = { ...given, signer };
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    signer.close();
    db.close();
  };
  onTestFinished(close);
  const empty = { reason: '', before: {}, after: {}, refs: {} };
  return {
    dataDir,
    db,
    context,
    signer,
    close,
    /** One entry of that action. */
    act: (action = 'a.b', object = { type: 'test', id: '1' }) =>
      must(recordAction(context, { action, object, ...empty })),
    /** Oldest first. */
    actions: () =>
      must(auditPage(db, { limit: 500 }))
        .entries.map((entry) => entry.action)
        .toReversed(),
    checkpoints: () => db.all(db.query.selectFrom('audit_checkpoints').selectAll().orderBy('size')),
    keys: () => readdirSync(join(dataDir, 'keys')).filter((name) => name.endsWith('.key')),
    /** Everything that is committed is in the one file, which is copied. */
    copyTo(path: string) {
      db.scalar('PRAGMA wal_checkpoint(TRUNCATE)');
      copyFileSync(join(dataDir, 'station.db'), path);
    },
  };
}
