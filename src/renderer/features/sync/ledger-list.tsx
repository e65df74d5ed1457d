import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ListEnd } from '../../app/list-end.tsx';
import { RowMoment } from '../../app/row-moment.tsx';
import { GridCell, RowGrid } from '../../ui/row-grid.tsx';
import { SecondLine } from '../../ui/second-line.tsx';
import { ItemState } from './item-state.tsx';
import { boardWords, itemWords, outcomeOf, tryWords } from './item-words.ts';
import type { LedgerItem } from './ledger-item.ts';
import styles from './sync.module.css';
import { sizeWords } from './sync-words.ts';
import type { Ledger } from './use-ledger.ts';
import { useNow } from './use-now.ts';

interface LedgerListProps {
  readonly ledger: Ledger;
  /** Id of the item whose details are open. */
  readonly opened: string | null;
  readonly onOpen: (item: LedgerItem) => void;
}

export function LedgerList({ ledger, opened, onOpen }: LedgerListProps) {
  const { t, i18n } = useTranslation('sync');
  const { rows, shown } = ledger;
  const [range, setRange] = useState({ first: 0, last: 0 });
  const onShown = useCallback(
    (first: number, last: number) => {
      shown(first, last);
      setRange((before) => (before.first === first && before.last === last ? before : { first, last }));
    },
    [shown],
  );
  const runsDown = rows
    .slice(range.first, range.last + 1)
    .some(({ nextTryAt }) => nextTryAt !== null && nextTryAt > Date.now());
  const now = useNow(runsDown);
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
        if (item === undefined) return null;
        const outcome = outcomeOf(t, item, (bytes) => sizeWords(i18n.language, bytes));
        return (
          <>
            <GridCell>
              <span className={styles.board}>{boardWords(t, item)}</span>
              <SecondLine>{itemWords(t, item)}</SecondLine>
            </GridCell>
            <GridCell>
              <ItemState state={item.state} />
              <SecondLine>{tryWords(t, item, now)}</SecondLine>
            </GridCell>
            <GridCell>
              <span>{outcome.words}</span>
              {outcome.said !== null && <SecondLine>{outcome.said}</SecondLine>}
            </GridCell>
            <GridCell>
              <RowMoment time={item.settledAt ?? item.createdAt} />
            </GridCell>
          </>
        );
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
