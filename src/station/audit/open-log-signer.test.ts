import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSignedBy, parseSignedCheckpoint, parseVerifierKey } from '@fiducial/protocol/audit';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../core/kernel/clock.ts';
import { systemClock } from '../clock.ts';
import { openDatabase } from '../db/open.ts';
import { sha256 } from '../digest.ts';
import { ed25519Verifier } from '../keys/ed25519.ts';
import { keyRing, openSignedStation as open } from '../testing/signed-station.ts';
import { must, steppingClock, temporaryFolder } from '../testing/station-fixture.ts';
import { recordAction } from './action.ts';
import { chainState, logSummary } from './chain-state.ts';
import { noSigner } from './log-signer.ts';
import { auditPage } from './page.ts';
import { verifyLogAlone, verifyStationLog } from './verify.ts';

describe('the signer of a log', () => {
  it('begins the first epoch as the first entry, and signs it', () => {
    const { db, signer, actions, dataDir, keys } = open();
    expect(actions()).toEqual(['key.epoch_started']);
    expect(signer.state()).toEqual({ kind: 'unsealed', problem: null });
    const state = must(chainState(db, signer));
    expect(state).toMatchObject({
      size: 1,
      notSigned: 0,
      notWitnessed: 1,
      checkpoint: { size: 1, epoch: 1 },
      epochs: [{ number: 1, startedSeq: 0, handOver: 'first' }],
    });
    expect(state.epochs[0]?.vkey).toMatch(/^fiducial\.audit\/local\/Line%201\+[0-9a-f]{8}\+/);
    expect(statSync(join(dataDir, 'keys', keys()[0] ?? '')).mode & 0o777).toBe(0o600);
  });

  it('every checkpoint is a note that its epoch’s key signed', () => {
    const { db, signer, act, checkpoints } = open();
    act();
    must(signer.checkpoint());
    act();
    must(signer.checkpoint());
    const key = parseVerifierKey(sha256, must(chainState(db, signer)).epochs[0]?.vkey ?? '');
    expect(checkpoints()).toHaveLength(3);
    for (const { note, size } of checkpoints()) {
      const parsed = parseSignedCheckpoint(note);
      expect(parsed.ok && key.ok && isSignedBy(parsed.value.note, key.value, ed25519Verifier())).toBe(true);
      expect(parsed.ok && parsed.value.checkpoint.size).toBe(size);
    }
  });

  it('signs every 256 entries and every sign-off in the same transaction', () => {
    const { act, checkpoints } = open();
    for (let n = 1; n < 256; n += 1) act();
    expect(checkpoints().map(({ size }) => size)).toEqual([1, 256]);
    act('board.signed_off');
    expect(checkpoints().map(({ size }) => size)).toEqual([1, 256, 257]);
  });

  it('signs a second after the last entry', async () => {
    const { act, checkpoints } = open();
    act();
    await expect.poll(() => checkpoints().map(({ size }) => size), { timeout: 60_000 }).toEqual([1, 2]);
  });

  it('signs what nobody signed, at the next start', () => {
    const first = open();
    first.act();
    first.close();
    expect(
      open({ dataDir: first.dataDir })
        .checkpoints()
        .map(({ size }) => size),
    ).toEqual([1, 2]);
  });

  it('hands over to a new key: the old one signs its start and is destroyed', () => {
    const { context, signer, db, act, checkpoints, keys } = open();
    act();
    const [old] = keys();
    must(signer.rotate(context, false));
    expect(keys()).toHaveLength(1);
    expect(keys()).not.toContain(old);
    expect(checkpoints().map(({ size, epoch }) => [size, epoch])).toEqual([
      [1, 1],
      [3, 1],
    ]);
    act();
    must(signer.checkpoint());
    expect(checkpoints().at(-1)).toMatchObject({ size: 4, epoch: 2 });
    const { epochs } = must(chainState(db, signer));
    expect(epochs.map(({ handOver }) => handOver)).toEqual(['first', 'signed']);
    expect(must(verifyStationLog(db)).ok).toBe(true);
  });

  it('begins a new key after thirty days', () => {
    const first = open({ clock: steppingClock(Date.UTC(2026, 0, 1)) });
    first.close();
    const later = open({ dataDir: first.dataDir, clock: { ...steppingClock(Date.UTC(2026, 1, 1)), bootId: 'later' } });
    expect(later.actions()).toEqual(['key.epoch_started', 'key.epoch_started']);
    expect(later.keys()).toHaveLength(1);
  });
});

describe('a key in the computer’s key store', () => {
  it('is sealed as soon as there is a store, by a new key', () => {
    const first = open();
    first.close();
    const second = open({ dataDir: first.dataDir, sealer: keyRing() });
    expect(second.signer.state().kind).toBe('sealed');
    expect(second.actions()).toEqual(['key.epoch_started', 'key.epoch_started']);
    const [file = ''] = second.keys();
    expect(JSON.parse(readFileSync(join(first.dataDir, 'keys', file), 'utf8'))).toMatchObject({ sealing: 'os' });
  });

  it('cannot be used by a program without one: entries go on and the next host signs them', () => {
    const first = open({ sealer: keyRing() });
    first.close();
    const line = open({ dataDir: first.dataDir });
    expect(line.signer.state()).toMatchObject({ kind: 'unsigned', problem: { code: 'KEY_SEALED_ELSEWHERE' } });
    for (let n = 0; n < 300; n += 1) line.act();
    must(line.signer.checkpoint());
    expect(must(logSummary(line.db, line.signer))).toMatchObject({ size: 301, signedSize: 1, state: 'unsigned' });
    const refused = line.signer.rotate(line.context, false);
    expect(refused).toMatchObject({ ok: false, error: { code: 'KEY_SEALED_ELSEWHERE' } });
    expect(line.keys()).toHaveLength(1);
    line.close();
    const window = open({ dataDir: first.dataDir, sealer: keyRing() });
    expect(must(logSummary(window.db, window.signer))).toMatchObject({ size: 301, signedSize: 301, state: 'sealed' });
  });

  it.each([
    ['that another user’s store sealed', 'KEY_NOT_UNSEALED', () => undefined, keyRing(0x33)],
    ['that is gone', 'KEY_MISSING', (file: string) => rmSync(file), keyRing()],
    [
      'that cannot be read',
      'KEY_UNREADABLE',
      (file: string) => {
        rmSync(file);
        mkdirSync(file);
      },
      keyRing(),
    ],
    ['that is damaged', 'KEY_DAMAGED', (file: string) => writeFileSync(file, '{"v":1'), keyRing()],
  ])('%s: entries go on, and a new one begins as lost', (_what, code, spoil, sealer) => {
    const first = open({ sealer: keyRing() });
    first.close();
    const [file = ''] = first.keys();
    spoil(join(first.dataDir, 'keys', file));
    const { act, signer, context, db, actions, checkpoints } = open({ dataDir: first.dataDir, sealer });
    act();
    expect(signer.state()).toMatchObject({ kind: 'unsigned', problem: { code } });
    expect(signer.rotate(context, false)).toMatchObject({ ok: false, error: { code } });
    expect(actions()).toEqual(['key.epoch_started', 'a.b']);
    must(signer.rotate(context, true));
    expect(actions()).toEqual(['key.epoch_started', 'a.b', 'key.lost']);
    expect(checkpoints().at(-1)).toMatchObject({ size: 3, epoch: 2 });
    expect(must(chainState(db, signer)).epochs.at(-1)).toMatchObject({ handOver: 'lost' });
    expect(signer.state().kind).toBe('sealed');
  });
});

describe('two programs over one log', () => {
  const moment = () => systemClock();

  it('sign it in turn, whoever began the newest key, and neither is called wrong', () => {
    const window = open({ clock: moment() });
    const line = open({ dataDir: window.dataDir, clock: moment() });
    for (let round = 0; round < 6; round += 1) {
      window.act();
      line.act('board.signed_off');
      if (round % 3 === 0) must(window.signer.rotate(window.context, false));
      if (round % 3 === 1) must(line.signer.rotate(line.context, false));
      must(window.signer.checkpoint());
      line.act();
      must(line.signer.checkpoint());
    }
    expect(must(chainState(line.db, line.signer))).toMatchObject({
      notSigned: 0,
      epochs: { length: 5 },
      rollbacks: [],
    });
    expect(must(verifyLogAlone(window.db))).toMatchObject({ ok: true, size: 6 * 3 + 5 });
    expect(window.keys()).toHaveLength(1);
    window.close();
    line.close();
    const next = open({ dataDir: window.dataDir, clock: moment() });
    expect(next.actions()).not.toContain('log.rolled_back');
    expect(next.signer.state().problem).toBe(null);
  });

  it('begin one key where both find none, and the slower one takes that', () => {
    const window = open({ clock: moment() });
    const line = open({ dataDir: window.dataDir, clock: moment() });
    expect(line.actions()).toEqual(['key.epoch_started']);
    expect(line.signer.state()).toEqual(window.signer.state());
  });
});

describe('a log that was set back', () => {
  it('is noticed at the start, told in the log once, and its evidence kept', () => {
    const first = open();
    const old = join(temporaryFolder(), 'old.db');
    first.copyTo(old);
    for (let n = 0; n < 5; n += 1) first.act();
    must(first.signer.checkpoint());
    first.close();
    copyFileSync(old, join(first.dataDir, 'station.db'));

    const second = open({ dataDir: first.dataDir });
    expect(second.actions()).toEqual(['key.epoch_started', 'log.rolled_back']);
    const state = must(chainState(second.db, second.signer));
    expect(state).toMatchObject({ state: 'rolled_back', rollbacks: [{ seq: 1, lostFrom: 1, lostTo: 6 }] });
    expect(readdirSync(join(first.dataDir, 'keys')).filter((name) => name.includes('rolled-back'))).toHaveLength(1);
    second.act();
    second.close();

    const third = open({ dataDir: first.dataDir });
    expect(third.actions()).toEqual(['key.epoch_started', 'log.rolled_back', 'a.b']);
    expect(must(logSummary(third.db, third.signer)).state).toBe('rolled_back');
    must(third.signer.rotate(third.context, false));
    expect(must(logSummary(third.db, third.signer)).state).toBe('unsealed');
  });

  it('is noticed where it has grown past what was lost: as long is not the same', () => {
    const first = open();
    const old = join(temporaryFolder(), 'old.db');
    first.copyTo(old);
    for (let n = 0; n < 3; n += 1) first.act();
    must(first.signer.checkpoint());
    first.close();
    copyFileSync(old, join(first.dataDir, 'station.db'));
    // A program that cannot sign goes on with it, without having looked.
    const db = must(openDatabase({ file: join(first.dataDir, 'station.db') }));
    const act = { action: 'b.c', object: { type: 'test', id: '1' }, reason: '', before: {}, after: {}, refs: {} };
    for (let n = 0; n < 5; n += 1) must(recordAction({ ...first.context, db, signer: noSigner }, act));
    db.close();

    const second = open({ dataDir: first.dataDir });
    expect(second.actions().filter((action) => action === 'log.rolled_back')).toHaveLength(1);
    expect(must(chainState(second.db, second.signer)).rollbacks).toMatchObject([{ lostTo: 4 }]);
  });

  it('stays said when its key is thirty days old: only a person answers for it', () => {
    const first = open({ clock: steppingClock(Date.UTC(2026, 0, 1)) });
    first.act();
    must(first.signer.checkpoint());
    first.close();
    rmSync(join(first.dataDir, 'station.db'));
    const clockOn = (month: number): Clock => ({ ...steppingClock(Date.UTC(2026, month, 20)), bootId: `${month}` });
    open({ dataDir: first.dataDir, clock: clockOn(0) }).close();
    const later = open({ dataDir: first.dataDir, clock: clockOn(3) });
    expect(later.actions()).toEqual(['key.epoch_started', 'log.rolled_back']);
    expect(must(logSummary(later.db, later.signer)).state).toBe('rolled_back');
    must(later.signer.rotate(later.context, false));
    expect(must(logSummary(later.db, later.signer)).state).toBe('unsealed');
  });

  it('is noticed where the whole database is gone', () => {
    const first = open();
    first.act();
    must(first.signer.checkpoint());
    first.close();
    rmSync(join(first.dataDir, 'station.db'));
    const second = open({ dataDir: first.dataDir });
    expect(second.actions()).toEqual(['key.epoch_started', 'log.rolled_back']);
    expect(must(chainState(second.db, second.signer)).rollbacks).toMatchObject([{ lostTo: 2 }]);
  });

  it('is not said of a log that only grew without its mark, nor of a mark that cannot be read', () => {
    const first = open();
    first.close();
    writeFileSync(join(first.dataDir, 'keys', 'high-water-mark.json'), '{}');
    const second = open({ dataDir: first.dataDir });
    expect(second.signer.state().problem).toMatchObject({ code: 'KEY_MARK_DAMAGED' });
    second.act();
    second.close();
    const third = open({ dataDir: first.dataDir });
    expect(third.signer.state().problem).toBe(null);
    expect(third.actions()).toEqual(['key.epoch_started', 'a.b']);
  });
});

describe('a clock that was set', () => {
  const at = (start: number, monoMs: number, bootId = 'boot'): Clock => ({
    now: () => new Date(start).toISOString(),
    monotonicMs: () => monoMs,
    bootId,
  });
  const noon = Date.UTC(2026, 10, 21, 12);

  it.each([
    ['ten years back', at(noon - 315_360_000_000, 1000), { reason: 'back' }],
    ['a second back', at(noon - 1000, 5), { reason: 'back', after: { by_ms: -1005 } }],
    ['back while the computer was off', at(noon - 1000, 5, 'next boot'), { reason: 'back', after: { by_ms: -1000 } }],
    ['three minutes ahead', at(noon + 181_000, 1000), { reason: 'forward', after: { by_ms: 180_000 } }],
  ])('%s is an entry of its own', (_what, clock, told) => {
    const first = open({ clock: at(noon, 0) });
    first.close();
    const { act, db } = open({ dataDir: first.dataDir, clock });
    act();
    const [, jump] = must(auditPage(db, { limit: 9 })).entries.filter(({ action }) => action !== 'key.epoch_started');
    expect(jump).toMatchObject({ action: 'clock.jumped', actor: { id: 'station' }, ...told });
  });

  it.each([
    ['runs', at(noon + 60_000, 60_000)],
    ['drifts', at(noon + 61_000, 1000)],
    ['went on over a restart', at(noon + 864_000_000, 3, 'next boot')],
  ])('is not said of one that %s', (_what, clock) => {
    const first = open({ clock: at(noon, 0) });
    first.close();
    const { act, actions } = open({ dataDir: first.dataDir, clock });
    act();
    expect(actions()).not.toContain('clock.jumped');
  });
});
