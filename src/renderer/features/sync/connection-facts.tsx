import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../app/workspace-context.tsx';
import { SecondLine } from '../../ui/second-line.tsx';
import type { Connection, SyncState } from './ledger-item.ts';
import styles from './sync.module.css';
import { lengthWords, momentWords, sizeWords } from './sync-words.ts';

interface ConnectionFactsProps {
  readonly state: SyncState;
  readonly connection: Connection;
}

/** To what this station is connected, and what both sides know of each other. */
export function ConnectionFacts({ state, connection }: ConnectionFactsProps) {
  const { t, i18n } = useTranslation('sync');
  const { target, log, token, fetched, refused } = connection;
  const asksForPeople = useSettings(({ values }) => values.centralSignIn !== null);
  if (target === null) return null;
  const kinds = (['recipes', 'models', 'users'] as const).filter(
    (kind) => kind !== 'users' || asksForPeople || fetched.users !== undefined,
  );
  const notTaken = Object.values(refused).reduce((sum, list) => sum + (list?.length ?? 0), 0);
  const now = Date.now();
  const moment = (time: string) => momentWords(i18n.language, time, now);
  const { connectedSince, lastReplyAt } = state.contact;
  const isUnsafe = token !== 'sealed';
  return (
    <dl className={styles.facts} aria-label={t('facts.label')}>
      <Fact name={t('facts.address')}>
        <span data-selectable="">{target.url}</span>
        <SecondLine isWarning={isUnsafe}>{t(`token.${token}`)}</SecondLine>
      </Fact>
      <Fact name={t('facts.connected')}>
        {connectedSince === null ? t('facts.notNow') : t('facts.since', { time: moment(connectedSince) })}
        {connectedSince === null && (
          <SecondLine>
            {lastReplyAt === null ? t('facts.neverYet') : t('facts.lastReply', { time: moment(lastReplyAt) })}
          </SecondLine>
        )}
        {target.bytesPerSecond !== null && (
          <SecondLine>{t('facts.limit', { speed: sizeWords(i18n.language, target.bytesPerSecond) })}</SecondLine>
        )}
      </Fact>
      <Fact name={t('facts.clock')}>
        <ClockWords offset={state.clockOffset} />
      </Fact>
      <Fact name={t('facts.log')}>
        {log.witnessed === null
          ? t('facts.notWitnessed')
          : t('facts.witnessed', { count: log.witnessed.size, time: moment(log.witnessed.at) })}
        <SecondLine>{t('facts.copied', { copied: log.copied, size: log.size })}</SecondLine>
      </Fact>
      <Fact name={t('facts.down')}>
        {kinds.map((kind) => (
          <span key={kind} className={styles.line}>
            {t(`down.${kind}`, { time: fetched[kind] === undefined ? t('down.never') : moment(fetched[kind]) })}
          </span>
        ))}
        {notTaken > 0 && <SecondLine isWarning>{t('down.refused', { count: notTaken })}</SecondLine>}
      </Fact>
    </dl>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** Both clocks beside each other, as well as it could be measured. */
export function ClockWords({ offset }: { readonly offset: SyncState['clockOffset'] }) {
  const { t } = useTranslation('sync');
  if (offset === null) return <>{t('clock.unknown')}</>;
  const { offsetMs, uncertaintyMs } = offset;
  const isSame = Math.abs(offsetMs) <= Math.max(uncertaintyMs, 1000);
  if (isSame) return <>{t('clock.same', { length: lengthWords(t, Math.max(uncertaintyMs, 1000)) })}</>;
  const length = lengthWords(t, Math.abs(offsetMs));
  return <>{t(offsetMs > 0 ? 'clock.behind' : 'clock.ahead', { length })}</>;
}
