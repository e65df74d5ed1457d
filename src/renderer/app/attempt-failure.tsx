import { useTranslation } from 'react-i18next';
import styles from './attempt-failure.module.css';
import { failureText } from './failure-text.ts';
import type { Attempt } from './use-attempt.ts';

/** Why the last try was refused, below what was typed; the time that is left runs with it. */
export function AttemptFailure({ attempt: { failure, waitSeconds } }: { readonly attempt: Attempt }) {
  const { t } = useTranslation('identity');
  return (
    <div role="alert" className={styles.failure}>
      {failure !== null && <Words failure={failure} />}
      {/* Said once, not every second. */}
      {failure !== null && waitSeconds > 0 && <p aria-live="off">{t('wait', timeOf(waitSeconds))}</p>}
    </div>
  );
}

function Words({ failure }: { readonly failure: NonNullable<Attempt['failure']> }) {
  const { t } = useTranslation();
  const { title, next } = failureText(t, failure);
  return (
    <p>
      <strong>{title}</strong> {next}
    </p>
  );
}

const timeOf = (seconds: number) => ({
  minutes: Math.floor(seconds / 60),
  seconds: String(seconds % 60).padStart(2, '0'),
});
