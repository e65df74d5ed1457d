import { createInstance, type TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import sync from '../../locales/en/sync.json' with { type: 'json' };
import type { SyncState } from './ledger-item.ts';
import { headlineOf, lengthWords, momentWords, saidIn, sizeWords } from './sync-words.ts';

const texts = createInstance();
await texts.init({ lng: 'en', resources: { en: { sync } }, interpolation: { escapeValue: false } });
const t = texts.getFixedT('en', 'sync') as TFunction<'sync'>;

const since = '2026-11-21T14:02:00.000Z';
const idle: SyncState = {
  state: 'idle',
  problem: null,
  counts: { pending: 0, pictures: 0, setAside: 0 },
  caughtUpInMs: 0,
  perMinute: null,
  clockOffset: null,
  contact: { connectedSince: since, heldUpSince: null, lastReplyAt: since },
};
const nothing = { connectedSince: null, heldUpSince: null, lastReplyAt: null };
const held = (code: string): SyncState => ({ ...idle, state: 'offline', problem: { code, message: '' } });

describe('what sending is doing', () => {
  it.each([
    [idle, 'synced'],
    [{ ...idle, contact: nothing }, 'asking'],
    [{ ...idle, counts: { ...idle.counts, setAside: 1 } }, 'rest'],
    [{ ...idle, state: 'sending' as const }, 'sending'],
    [{ ...idle, state: 'sending' as const, problem: { code: 'SYNC_STORE_UNREACHABLE', message: '' } }, 'noStore'],
    [{ ...idle, state: 'paused' as const }, 'paused'],
    [{ ...idle, state: 'off' as const }, 'off'],
    [{ ...idle, state: 'off' as const, problem: { code: 'SYNC_TOKEN_MISSING', message: '' } }, 'stopped'],
    [held('SYNC_UNREACHABLE'), 'noNetwork'],
    [held('SYNC_TOKEN_REFUSED'), 'refused'],
    [held('SYNC_BUSY'), 'busy'],
    [held('SYNC_FAULTY'), 'faulty'],
  ])('%#: is said as %s', (state, key) => {
    expect(headlineOf(state).key).toBe(key);
    expect(t(`headline.${key}`, { count: 2 })).not.toContain('headline');
  });

  it('is never said as done while an item needs somebody, or nobody answered yet', () => {
    for (const state of [
      { ...idle, contact: nothing },
      { ...idle, counts: { ...idle.counts, setAside: 1 } },
    ])
      expect(headlineOf(state).tone).not.toBe('pass');
  });
});

describe('words of sync', () => {
  it('round a length of time up to what people say', () => {
    const words = (ms: number) => lengthWords(t, ms);
    expect([0, 40_000, 61_000, 3_600_001, 90 * 3_600_000].map(words)).toEqual([
      '1 second',
      '40 seconds',
      '2 minutes',
      '2 hours',
      '4 days',
    ]);
  });

  it('say the day of a moment only where it is not today', () => {
    const now = Date.parse(since);
    expect(momentWords('en', since, now)).not.toContain('2026');
    expect(momentWords('en', since, now + 86_400_000)).toContain('2026');
  });

  it('give a speed its unit', () => {
    expect([sizeWords('en', 512_000), sizeWords('de', 2_500_000)]).toEqual(['512 kB', '2,5 MB']);
  });

  it('take the service’s own words out of what the station keeps', () => {
    expect(saidIn('It was refused. (LOT_CLOSED: The lot (L-7) is closed.)')).toBe(
      'LOT_CLOSED: The lot (L-7) is closed.',
    );
    expect(saidIn('The original image cannot be read.')).toBeNull();
  });
});
