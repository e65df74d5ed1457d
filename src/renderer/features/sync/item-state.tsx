import { CircleCheck, CircleDashed, CircleSlash, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LedgerItem } from './ledger-item.ts';
import styles from './sync.module.css';

const signs = { pending: CircleDashed, sent: CircleCheck, set_aside: TriangleAlert, skipped: CircleSlash } as const;

/** What became of an item: a shape and a word. */
export function ItemState({ state }: { readonly state: LedgerItem['state'] }) {
  const { t } = useTranslation('sync');
  const Sign = signs[state];
  return (
    <span className={styles.state} data-state={state}>
      <Sign aria-hidden="true" />
      {t(`state.${state}`)}
    </span>
  );
}
