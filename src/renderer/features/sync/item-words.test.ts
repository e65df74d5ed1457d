import { createInstance, type TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import { outboxKinds, outboxStates } from '../../../core/sync/outbox.ts';
import errors from '../../locales/en/errors.json' with { type: 'json' };
import sync from '../../locales/en/sync.json' with { type: 'json' };
import { boardWords, itemWords, kindWords, outcomeOf, tryWords } from './item-words.ts';
import type { LedgerItem } from './ledger-item.ts';

const texts = createInstance();
await texts.init({ lng: 'en', resources: { en: { sync, errors } }, interpolation: { escapeValue: false } });
const t = texts.getFixedT('en', 'sync') as TFunction<'sync'>;
const bytes = (count: number) => `${count} B`;

const item: LedgerItem = {
  position: 1,
  id: '00000000-0000-7000-8000-000000000001',
  kind: 'inspection',
  objectId: '00000000-0000-7000-8000-000000000002',
  revision: 1,
  state: 'pending',
  tries: 0,
  error: null,
  skippedBecause: null,
  receipt: null,
  createdAt: '2026-11-21T14:02:00.000Z',
  settledAt: null,
  nextTryAt: null,
  board: { inspectionId: '00000000-0000-7000-8000-000000000002', part: 'PCB-2002', lot: null, serial: '000431' },
};

describe('an item of the ledger', () => {
  it('says what it is and which board it belongs to', () => {
    expect([kindWords(t, item), kindWords(t, { ...item, kind: 'verification', revision: 3 })]).toEqual([
      'Inspection',
      'Decision, revision 3',
    ]);
    expect([boardWords(t, item), itemWords(t, item)]).toEqual(['000431', 'Inspection · PCB-2002']);
    const unnamed = { ...item, board: { inspectionId: item.objectId, serial: null, part: null, lot: null } };
    expect([boardWords(t, unnamed), itemWords(t, unnamed)]).toEqual(['Board without a name', 'Inspection']);
    expect(boardWords(t, { ...item, board: null })).toBe('Its board is not here');
    expect(Object.keys(sync.kind)).toEqual([...outboxKinds]);
    expect(Object.keys(sync.state)).toEqual([...outboxStates]);
  });

  it('says what went wrong in the window’s words and in the service’s own', () => {
    const error = { code: 'SYNC_REFUSED', words: 'Refused. (LOT_CLOSED: The lot is closed.)' };
    expect(outcomeOf(t, { ...item, error }, bytes)).toEqual({
      words: 'The central service refused this item.',
      said: 'LOT_CLOSED: The lot is closed.',
    });
  });

  it('says what the service keeps, and why an item is not sent', () => {
    const sent = { ...item, state: 'sent' as const };
    const words = (receipt: Record<string, unknown>) => outcomeOf(t, { ...sent, receipt }, bytes).words;
    expect(words({ revision: 2 })).toBe('Stored there, revision 2');
    expect(words({ size_bytes: 512 })).toBe('Stored there, 512 B');
    expect(words({ log_size: 9 })).toBe('Stored there');
    const skipped = { ...item, state: 'skipped' as const, skippedBecause: 'a test board' };
    expect(outcomeOf(t, skipped, bytes)).toEqual({ words: 'Not sent: somebody decided so', said: 'a test board' });
    expect(outcomeOf(t, item, bytes)).toEqual({ words: '', said: null });
  });

  it('counts its tries and runs down to the next one', () => {
    const waiting = { ...item, tries: 2, nextTryAt: 100_000 };
    expect([60_000, 99_500, 100_000].map((now) => tryWords(t, waiting, now))).toEqual([
      '2 tries, next in 40 seconds',
      '2 tries, next in 1 second',
      '2 tries, next in its turn',
    ]);
    expect(tryWords(t, { ...item, nextTryAt: 0 }, 1)).toBe('next in its turn');
    expect(tryWords(t, { ...item, tries: 5, state: 'set_aside' }, 1)).toBe('5 tries');
    expect(tryWords(t, item, 1)).toBe('');
  });
});
