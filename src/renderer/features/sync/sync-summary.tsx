import { CircleCheck, CircleDashed, CirclePause, CloudOff, CloudUpload, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { failureText } from '../../app/failure-text.ts';
import { Standing } from '../../ui/standing.tsx';
import type { Connection, SyncState } from './ledger-item.ts';
import styles from './sync.module.css';
import { type Headline, headlineOf, lengthWords, momentWords } from './sync-words.ts';

const signs: Readonly<Record<Headline['key'], typeof CircleCheck>> = {
  off: CloudOff,
  stopped: TriangleAlert,
  paused: CirclePause,
  noNetwork: CloudOff,
  refused: TriangleAlert,
  busy: CircleDashed,
  faulty: TriangleAlert,
  sending: CloudUpload,
  noStore: TriangleAlert,
  asking: CircleDashed,
  rest: TriangleAlert,
  synced: CircleCheck,
};

interface SyncSummaryProps {
  readonly state: SyncState;
  readonly connection: Connection | null;
}

/** How it stands with sending, in a sentence or two. */
export function SyncSummary({ state, connection }: SyncSummaryProps) {
  const { t, i18n } = useTranslation('sync');
  const { key, tone } = headlineOf(state);
  const { counts, contact, problem } = state;
  const now = Date.now();
  const since = contact.heldUpSince === null ? '' : momentWords(i18n.language, contact.heldUpSince, now);
  const Sign = signs[key];
  const values = {
    count: counts.pending,
    since,
    url: connection?.target?.url ?? '',
    host: problem?.details?.host ?? '',
    setAside: t('needsYou', { count: counts.setAside }),
  };
  const failure = problem === null ? null : failureText(t, problem);
  return (
    <div className={styles.summary}>
      {/* Numbers that run are not read out one by one. */}
      <Standing tone={tone} sign={<Sign />} live={key === 'sending' ? 'off' : 'polite'}>
        <strong>{t(`headline.${key}`, values)}</strong> {waitingWords()}
      </Standing>
    </div>
  );

  function waitingWords(): string {
    const waits = counts.pending === 0 ? t('waits.none') : t('waits.some', { count: counts.pending });
    switch (key) {
      case 'off':
        return counts.pending === 0 ? t('note.off') : `${waits} ${t('note.off')}`;
      case 'stopped':
      case 'refused':
      case 'busy':
      case 'faulty':
      case 'noStore':
        return [waits, failure?.kept, failure?.next].filter((part) => part !== undefined).join(' ');
      case 'noNetwork':
        return counts.pending === 0 ? waits : `${waits} ${t('note.noNetwork')}`;
      case 'paused':
        return `${waits} ${t('note.paused')}`;
      case 'sending':
        return [pictureWords(), paceWords()].filter((part) => part !== '').join(' ');
      case 'asking':
      case 'rest':
        return '';
      case 'synced':
        return t('note.synced', values);
    }
  }

  function pictureWords(): string {
    return counts.pictures === 0 ? '' : t('note.pictures', { count: counts.pictures });
  }

  function paceWords(): string {
    const { caughtUpInMs, perMinute } = state;
    if (caughtUpInMs === null || perMinute === null) return t('note.unknownPace');
    const length = lengthWords(t, caughtUpInMs);
    return t('note.pace', { length, count: Math.max(1, Math.round(perMinute)) });
  }
}
