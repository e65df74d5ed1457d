/** What sending is doing, in words: which text says it, and with which values. */
import type { TFunction } from 'i18next';
import type { Tone } from '../../ui/tone.ts';
import type { SyncState } from './ledger-item.ts';

export interface Headline {
  readonly key:
    | 'off'
    | 'stopped'
    | 'paused'
    | 'noNetwork'
    | 'refused'
    | 'busy'
    | 'faulty'
    | 'sending'
    | 'noStore'
    | 'asking'
    | 'rest'
    | 'synced';
  readonly tone: Tone;
}

/** What the summary begins with. */
export function headlineOf({ state, problem, counts, contact }: SyncState): Headline {
  switch (state) {
    case 'off':
      return problem === null ? { key: 'off', tone: 'quiet' } : { key: 'stopped', tone: 'warn' };
    case 'paused':
      return { key: 'paused', tone: 'quiet' };
    case 'offline':
      return heldUp(problem?.code);
    case 'sending':
      return problem?.code === 'SYNC_STORE_UNREACHABLE'
        ? { key: 'noStore', tone: 'warn' }
        : { key: 'sending', tone: 'info' };
    case 'idle':
      if (contact.connectedSince === null) return { key: 'asking', tone: 'quiet' };
      return counts.setAside > 0 ? { key: 'rest', tone: 'warn' } : { key: 'synced', tone: 'pass' };
  }
}

/** By the code of what holds it up. */
function heldUp(code: string | null | undefined): Headline {
  switch (code) {
    case 'SYNC_TOKEN_REFUSED':
      return { key: 'refused', tone: 'warn' };
    case 'SYNC_BUSY':
      return { key: 'busy', tone: 'info' };
    case 'SYNC_FAULTY':
      return { key: 'faulty', tone: 'warn' };
    default:
      return { key: 'noNetwork', tone: 'info' };
  }
}

const minuteMs = 60_000;

/** A length of time as people say it, rounded up: "40 seconds", "3 minutes", "2 hours", "4 days". */
export function lengthWords(t: TFunction<'sync'>, ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return t('length.seconds', { count: Math.max(1, seconds) });
  const minutes = Math.ceil(ms / minuteMs);
  if (minutes < 60) return t('length.minutes', { count: minutes });
  const hours = Math.ceil(minutes / 60);
  return hours < 48 ? t('length.hours', { count: hours }) : t('length.days', { count: Math.ceil(hours / 24) });
}

/** A moment as people say it: the time of today, else the day with it. */
export function momentWords(language: string, moment: string, now: number): string {
  const date = new Date(moment);
  const isToday = new Date(now).toDateString() === date.toDateString();
  const form = isToday ? ({ timeStyle: 'short' } as const) : ({ dateStyle: 'medium', timeStyle: 'short' } as const);
  return new Intl.DateTimeFormat(language, form).format(date);
}

/** A number of bytes in decimal units. */
export const sizeWords = (language: string, bytes: number): string =>
  new Intl.NumberFormat(language, {
    style: 'unit',
    unit: bytes >= 1e6 ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: 1,
  }).format(bytes / (bytes >= 1e6 ? 1e6 : 1e3));

/** What the service itself said of what it refused; null where it said nothing. `words`: as the station keeps them. */
export const saidIn = (words: string): string | null => /\((.+)\)$/s.exec(words)?.[1] ?? null;
