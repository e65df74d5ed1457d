import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ListEnd } from '../../app/list-end.tsx';
import { useMomentFormat } from '../../app/row-moment.tsx';
import { RowGrid } from '../../ui/row-grid.tsx';
import { LedgerCells } from './ledger-cells.tsx';
import type { LedgerItem } from './ledger-item.ts';
import styles from './sync.module.css';
import type { Ledger } from './use-ledger.ts';
import { useNow } from './use-now.ts';

interface LedgerListProps {
  readonly ledger: Ledger;
  /** Id of the item whose details are open. */
  readonly opened: string | null;
  readonly onOpen: (item: LedgerItem) => void;
}

export function LedgerList({ ledger, opened, onOpen }: LedgerListProps) {
  const { t } = useTranslation('sync');
  const { rows, shown } = ledger;
  /** The latest moment that an item in view waits for, ms since 1970; 0 where none does. */
  const [until, setUntil] = useState(0);
  const onShown = useCallback(
    (first: number, last: number) => {
      shown(first, last);
      setUntil(Math.max(0, ...rows.slice(first, last + 1).map(({ nextTryAt }) => nextTryAt ?? 0)));
    },
    [shown, rows],
  );
  const now = useNow(until > Date.now());
  const format = useMomentFormat();
  return (
    <RowGrid
      label={t('list')}
      columns={styles.columns}
      headers={[
        { id: 'board', text: t('column.board') },
        { id: 'state', text: t('column.state') },
        { id: 'outcome', text: t('column.outcome') },
        { id: 'when', text: t('column.when') },
      ]}
      count={rows.length}
      keyOf={(index) => rows[index]?.id ?? String(index)}
      cells={(index) => {
        const item = rows[index];
        return item && <LedgerCells item={item} now={item.nextTryAt === null ? 0 : now} format={format} />;
      }}
      onOpen={(index) => {
        const item = rows[index];
        if (item) onOpen(item);
      }}
      isSelected={(index) => rows[index]?.id === opened}
      onEnd={ledger.more}
      onShown={onShown}
      footer={<ListEnd pages={ledger} complete={t('end', { count: rows.length })} loading={t('loadingMore')} />}
    />
  );
}
