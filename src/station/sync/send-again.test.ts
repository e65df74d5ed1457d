import { describe, expect, it } from 'vitest';
import { ok } from '../../core/kernel/result.ts';
import { syncError } from '../../core/sync/errors.ts';
import { auditPage } from '../audit/page.ts';
import { recordInspection } from '../inspections/record.ts';
import { sampleImage, sampleInspection } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { ledgerPage } from './ledger-page.ts';
import { dueRows, markFailed, markSent, queuePicture } from './outbox-rows.ts';
import { isLost, resend, sendLostAgain } from './send-again.ts';
import { noteService } from './service-change.ts';
import { readSyncState, writeSyncState } from './sync-state.ts';

const at = (hour: number) => `2026-11-21T${String(hour).padStart(2, '0')}:00:00.000Z`;

/** Boards that were sent one after another, each before the next was inspected, at 9, 10, 11 o'clock and so on. */
function stationWithSent(count: number) {
  const context = openTestStation();
  const { db } = context;
  const write = (work: () => void) => must(db.write<void, never>(() => ok(work())));
  const boards = Array.from({ length: count }, (_, n) => {
    const image = sampleImage(`board-${n}`);
    const { inspectionId: id, auditSeq } = must(
      recordInspection(context, sampleInspection({ serial: `SN-${n}`, image })),
    );
    write(() => {
      markSent(db, { objectId: id, lane: 'facts', revision: 1 }, { revision: 1 }, at(9 + n));
      queuePicture(db, id, { sha256: image.sha256, isLost: false }, at(9 + n));
      markSent(db, { objectId: id, lane: 'pictures', revision: 1 }, {}, at(9 + n));
    });
    return { id, auditSeq, image };
  });
  const items = () => must(ledgerPage(db, { limit: 100 })).items;
  const states = () =>
    boards.map(({ id }) =>
      items()
        .filter((it) => it.objectId === id)
        .map(({ state }) => state),
    );
  return { context, db, boards, write, items, states };
}

const sent = ['sent', 'sent'];
const pending = ['pending', 'pending'];

describe('what the service lost', () => {
  it('S2: waits again from where its log ends, with the ids that it had, and what was there stays sent', () => {
    const { db, boards, write, items, states } = stationWithSent(3);
    const ids = items().map(({ id }) => id);
    write(() => sendLostAgain(db, boards[1]!.auditSeq + 1));
    expect(states()).toEqual([sent, pending, pending]);
    expect(items().map(({ id }) => id)).toEqual(ids);
    const [again] = items();
    expect(again).toMatchObject({ tries: 0, settledAt: null, receipt: null, error: { code: 'SYNC_SENT_AGAIN' } });
  });

  it('is everything that was acknowledged before it was written down how long the log was', () => {
    const { db, boards, write, states } = stationWithSent(2);
    write(() => void db.run({ compile: () => db.query.updateTable('outbox').set({ log_size: null }).compile() }));
    write(() => sendLostAgain(db, boards[1]!.auditSeq + 10));
    expect(states()).toEqual([pending, pending]);
  });

  it('leaves alone what waits, was set aside or skipped', () => {
    const { context, db, write, states } = stationWithSent(1);
    const image = sampleImage('aside');
    const { inspectionId } = must(recordInspection(context, sampleInspection({ serial: 'SN-9', image })));
    const failed = { tries: 5, error: syncError('SYNC_REFUSED'), setAside: true } as const;
    write(() => markFailed(db, { objectId: inspectionId, lane: 'facts', revision: 1 }, failed, at(9)));
    write(() => sendLostAgain(db, 0));
    expect(states()).toEqual([pending]);
    expect(must(ledgerPage(db, { state: 'set_aside', limit: 9 })).items).toMatchObject([{ objectId: inspectionId }]);
  });

  it('S3: a picture waits for its inspection, and for no other', () => {
    const { db, boards, write } = stationWithSent(2);
    write(() => sendLostAgain(db, 0));
    expect(dueRows(db, 'pictures', 0, 9)).toEqual([]);
    write(() => markSent(db, { objectId: boards[1]!.id, lane: 'facts', revision: 1 }, {}, at(12)));
    expect(dueRows(db, 'pictures', 0, 9)).toMatchObject([{ objectId: boards[1]!.id }]);
  });

  it('shows in a service that lacks a revision which it had acknowledged; its picture is queued again', () => {
    const { db, boards, write, states } = stationWithSent(1);
    const [{ id, image }] = boards as [(typeof boards)[number]];
    expect([isLost(db, id, 1), isLost(db, id, 0)]).toEqual([false, true]);
    write(() => queuePicture(db, id, { sha256: image.sha256, isLost: false }, at(12)));
    expect(states()).toEqual([sent]);
    write(() => queuePicture(db, id, { sha256: image.sha256, isLost: true }, at(12)));
    expect(states()).toEqual([['pending', 'sent']]);
  });
});

describe('a person who knows of a loss', () => {
  it('has sent again what was sent since a moment, or all of it, and the log says who', () => {
    const { context, db, states } = stationWithSent(3);
    expect(must(resend(context, at(10)))).toBe(4);
    expect(states()).toEqual([sent, pending, pending]);
    const newest = () => must(auditPage(db, { limit: 1 })).entries[0];
    expect(newest()).toMatchObject({
      action: 'sync.items_resent',
      after: { count: 4, since: at(10) },
      actor: { name: 'Ada' },
    });
    expect(must(resend(context, null))).toBe(2);
    expect(newest()?.after).toEqual({ count: 2 });
    expect(must(resend(context, null))).toBe(0);
    expect(newest()?.after).toEqual({ count: 2 });
  });
});

describe('another service', () => {
  it('has nothing: all waits again, the log from its start, and its own key is believed', () => {
    const { db, write, states } = stationWithSent(2);
    must(noteService(db, 'https://one.example/api'));
    write(() => writeSyncState(db, 'log_copied', 2));
    write(() => writeSyncState(db, 'witness', 'one'));
    must(noteService(db, 'https://one.example/other'));
    expect(states()).toEqual([sent, sent]);
    must(noteService(db, 'https://two.example'));
    expect(states()).toEqual([pending, pending]);
    expect([readSyncState(db, 'log_copied'), readSyncState(db, 'witness')]).toEqual([0, null]);
  });
});
