import type { TFunction } from 'i18next';
import type { StationStatus } from '../../app/status-store.ts';
import type { Tone } from '../../ui/tone.ts';

export interface SyncWords {
  /** A shape for those who do not see the colour. */
  readonly sign: string;
  readonly tone: Tone;
  readonly words: string;
}

type Sync = StationStatus['sync'];

/** Sending in a few words: what holds it up, what waits, what needs a person. */
export function syncWords(t: TFunction<'status'>, language: string, sync: Sync): SyncWords {
  const { sign, tone, words } = begun(t, language, sync);
  const waiting = sync.queued > 0 && sync.state !== 'off' ? [t('syncWaiting', { count: sync.queued })] : [];
  // While boards go out, what waits says it all.
  const first = sync.state === 'sending' && waiting.length > 0 && tone === 'info' ? [] : [words];
  if (sync.setAside === 0 || sync.state === 'off') return { sign, tone, words: [...first, ...waiting].join(', ') };
  const needed = t('syncNeedsYou', { count: sync.setAside });
  const rest = sync.state === 'idle' ? [] : [...first, ...waiting];
  return { sign: '▲', tone: 'warn', words: [needed, ...rest].join(', ') };
}

function begun(t: TFunction<'status'>, language: string, { state, problem, heldUpSince }: Sync): SyncWords {
  switch (state) {
    case 'off':
      return problem === null
        ? { sign: '○', tone: 'quiet', words: t('sync.off') }
        : { sign: '▲', tone: 'warn', words: t('sync.stopped') };
    case 'paused':
      return { sign: '○', tone: 'quiet', words: t('sync.paused') };
    case 'sending':
      if (problem === 'SYNC_STORE_UNREACHABLE') return { sign: '▲', tone: 'warn', words: t('sync.noStore') };
      return { sign: '↑', tone: 'info', words: t('sync.sending') };
    case 'idle':
      return { sign: '✓', tone: 'pass', words: t('sync.idle') };
    case 'offline':
      return heldUp(t, language, problem, heldUpSince);
  }
}

function heldUp(t: TFunction<'status'>, language: string, problem: string | null, since: string | null): SyncWords {
  switch (problem) {
    case 'SYNC_TOKEN_REFUSED':
      return { sign: '▲', tone: 'warn', words: t('sync.refused') };
    case 'SYNC_FAULTY':
      return { sign: '▲', tone: 'warn', words: t('sync.faulty') };
    case 'SYNC_BUSY':
      return { sign: '●', tone: 'info', words: t('sync.busy') };
    default:
      return { sign: '●', tone: 'info', words: t('sync.noNetwork', { since: clockWords(language, since) }) };
  }
}

/** The time of today, else the day. */
function clockWords(language: string, moment: string | null): string {
  if (moment === null) return '';
  const date = new Date(moment);
  const isToday = new Date().toDateString() === date.toDateString();
  return new Intl.DateTimeFormat(language, isToday ? { timeStyle: 'short' } : { dateStyle: 'medium' }).format(date);
}
