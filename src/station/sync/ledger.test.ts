import { describe, expect, it } from 'vitest';
import { newId } from '../../core/kernel/ids.ts';
import { ok } from '../../core/kernel/result.ts';
import { syncError } from '../../core/sync/errors.ts';
import { auditPage } from '../audit/page.ts';
import { recordInspection } from '../inspections/record.ts';
import { queryPlan } from '../testing/query-plan.ts';
import { sampleImage, sampleInspection } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { retryAll, retryItem, skipItem } from './ledger.ts';
import { ledgerCounts } from './ledger-counts.ts';
import { type LedgerPage, ledgerPage, pageStatement } from './ledger-page.ts';
import { dueRows, markFailed, markSent, queueForSync } from './outbox-rows.ts';

function stationWithBoards(count: number) {
  const context = openTestStation();
  const ids = Array.from({ length: count }, (_, n) => {
    const input = sampleInspection({ serial: `SN-${n}`, image: sampleImage(`board-${n}`) });
    return must(recordInspection(context, input)).inspectionId;
  });
  const { db } = context;
  const write = (work: () => void) => must(db.write<void, never>(() => ok(work())));
  const first = () => must(ledgerPage(db, { limit: 100 })).items.at(-1)!;
  return { context, db, ids, write, first };
}

const of = (objectId: string, revision = 1) => ({ objectId, lane: 'facts', revision }) as const;
const now = '2026-11-21T09:00:00.000Z';

describe('the ledger', () => {
  it('shows every item once over its pages, newest first, all of them or those of a state', () => {
    const { db, ids, write } = stationWithBoards(5);
    write(() => markSent(db, of(ids[1]!), { revision: 1 }, now));
    write(() => markFailed(db, of(ids[3]!), { tries: 5, error: syncError('SYNC_REFUSED'), setAside: true }, now));
    const pages = (state?: 'pending' | 'sent' | 'set_aside') => {
      const seen: string[] = [];
      for (let before: number | null = null; ; ) {
        const page: LedgerPage = must(ledgerPage(db, { state, before, limit: 2 }));
        seen.push(...page.items.map(({ objectId }) => objectId));
        if (page.next === null) return seen;
        before = page.next;
      }
    };
    expect(pages()).toEqual(ids.toReversed());
    expect(pages('pending')).toEqual([ids[4], ids[2], ids[0]]);
    expect(pages('sent')).toEqual([ids[1]]);
    expect(pages('set_aside')).toEqual([ids[3]]);
    expect(must(ledgerCounts(db))).toEqual({ pending: 3, pictures: 0, setAside: 1 });
  });

  it('S15: keeps the receipt; a later revision that was taken settles what was set aside before it', () => {
    const { db, ids, write, first } = stationWithBoards(1);
    const id = ids[0]!;
    const refused = syncError('SYNC_REFUSED', { refusal: 'RESULTS_CONFLICT', said: 'Other content.' });
    write(() => markFailed(db, of(id), { tries: 5, error: refused, setAside: true }, now));
    expect(first()).toMatchObject({ state: 'set_aside', tries: 5, settledAt: now });
    expect(first().error).toEqual({
      code: 'SYNC_REFUSED',
      words: expect.stringContaining('(RESULTS_CONFLICT: Other content.)'),
    });
    const decision = { kind: 'verification', objectId: id, revision: 2, payloadSha256: 'ab'.repeat(32) } as const;
    write(() => queueForSync(db, decision, now));
    write(() => markSent(db, of(id, 2), { revision: 2 }, now));
    for (const item of must(ledgerPage(db, { limit: 10 })).items)
      expect(item).toMatchObject({ state: 'sent', error: null, receipt: { revision: 2 } });
  });

  it('S1: a revision that came while an earlier one was on its way still waits', () => {
    const { db, ids, write } = stationWithBoards(1);
    const id = ids[0]!;
    const decision = { kind: 'verification', objectId: id, revision: 2, payloadSha256: 'ab'.repeat(32) } as const;
    write(() => queueForSync(db, decision, now));
    write(() => markSent(db, of(id, 1), { revision: 1 }, now));
    expect(dueRows(db, 'facts', 0, 10)).toMatchObject([{ objectId: id, revision: 2 }]);
  });

  it('lets a person try an item again or skip it with a reason, and the log says who', () => {
    const { context, db, write, ids, first } = stationWithBoards(1);
    write(() => markFailed(db, of(ids[0]!), { tries: 5, error: syncError('SYNC_REFUSED'), setAside: true }, now));
    must(skipItem(context, first().id, 'a test board'));
    expect(first()).toMatchObject({ state: 'skipped', error: null, skippedBecause: 'a test board' });
    must(retryItem(context, first().id));
    expect(first()).toMatchObject({ state: 'pending', tries: 0, settledAt: null, skippedBecause: null });
    const [retried, skipped] = must(auditPage(db, { limit: 2 })).entries;
    expect(retried).toMatchObject({ action: 'sync.item_retried', actor: { name: 'Ada' } });
    expect(skipped).toMatchObject({ action: 'sync.item_skipped', reason: 'a test board' });
  });

  it('says of each item which board it belongs to, and finds it by that and by what went wrong', () => {
    const { db, ids, write } = stationWithBoards(12);
    const refused = syncError('SYNC_REFUSED', { refusal: 'LOT_CLOSED', said: 'The lot is closed.' });
    write(() => markFailed(db, of(ids[4]!), { tries: 2, error: refused, setAside: false }, now));
    const found = (search: string, limit = 100) => {
      const seen: (string | undefined)[] = [];
      for (let before: number | null = null; ; ) {
        const page: LedgerPage = must(ledgerPage(db, { search, before, limit }));
        seen.push(...page.items.map(({ board }) => board?.serial ?? ''));
        if (page.next === null) return seen;
        before = page.next;
      }
    };
    expect(must(ledgerPage(db, { limit: 1 })).items[0]?.board).toMatchObject({
      inspectionId: ids[11],
      serial: 'SN-11',
    });
    expect(found('sn-1')).toEqual(['SN-11', 'SN-10', 'SN-1']);
    expect(found('sn-1', 1)).toEqual(['SN-11', 'SN-10', 'SN-1']);
    expect(found(' lot is CLOSED')).toEqual(['SN-4']);
    expect(found(ids[7]!)).toEqual(['SN-7']);
    expect(found('%')).toEqual([]);
    expect(found('  ')).toHaveLength(12);
  });

  it('is found by its index alone, whatever its length: no sorting, no row that is not shown', () => {
    const { db } = openTestStation();
    const plans = [pageStatement({}, 7, 10), pageStatement({ state: 'sent', lane: 'facts' }, 7, 10)];
    const [all, ofState] = plans.map((page) => queryPlan(db, page));
    expect(all).toContain('SEARCH o USING INTEGER PRIMARY KEY (rowid<?)');
    expect(ofState).toContain('SEARCH o USING INDEX outbox_due (state=? AND lane=? AND position<?)');
    for (const plan of [all, ofState]) expect(plan).not.toMatch(/SCAN|TEMP B-TREE/);
  });

  it('lets a person try again everything that was set aside, with one entry in the log', () => {
    const { context, db, ids, write } = stationWithBoards(3);
    const error = syncError('SYNC_REFUSED');
    for (const id of ids.slice(0, 2)) write(() => markFailed(db, of(id), { tries: 5, error, setAside: true }, now));
    expect(must(retryAll(context))).toBe(2);
    expect(must(ledgerCounts(db))).toMatchObject({ pending: 3, setAside: 0 });
    const [entry] = must(auditPage(db, { limit: 1 })).entries;
    expect(entry).toMatchObject({ action: 'sync.items_retried', after: { count: 2 }, actor: { name: 'Ada' } });
    expect(must(retryAll(context))).toBe(0);
    expect(must(auditPage(db, { limit: 1 })).entries[0]?.seq).toBe(entry?.seq);
  });

  it('changes nothing of what is sent, or not there', () => {
    const { context, db, write, ids, first } = stationWithBoards(1);
    write(() => markSent(db, of(ids[0]!), {}, now));
    for (const id of [first().id, newId()]) {
      expect(retryItem(context, id)).toMatchObject({ error: { code: 'SYNC_NO_ITEM' } });
      expect(skipItem(context, id, 'why')).toMatchObject({ error: { code: 'SYNC_NO_ITEM' } });
    }
    expect(first().state).toBe('sent');
  });
});
