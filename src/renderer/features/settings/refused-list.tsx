import { useTranslation } from 'react-i18next';
import type { Answer, StationClient } from '../../app/client.ts';
import { failureText } from '../../app/failure-text.ts';
import styles from './central.module.css';

type Refused = Answer<StationClient['sync']['connection']>['refused'];

/** What the centre offered and this station did not take over, with the reason. */
export function RefusedList({ refused }: { readonly refused: Refused }) {
  const { t } = useTranslation('central');
  const items = (['models', 'users', 'recipes'] as const).flatMap((kind) =>
    (refused[kind] ?? []).map(({ name, code }) => ({ kind, name, code })),
  );
  if (items.length === 0) return null;
  return (
    <section className={styles.block} aria-labelledby="central-refused">
      <h3 id="central-refused">{t('refused')}</h3>
      <ul className={styles.list}>
        {items.map(({ kind, name, code }) => {
          const { title, kept, next } = failureText(t, { code, message: code });
          return (
            <li key={`${kind} ${name}`} className={styles.refusal}>
              <strong>{t(`refusedKind.${kind}`, { name })}</strong>
              <span>{[title, kept, next].filter((part) => part !== undefined).join(' ')}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
