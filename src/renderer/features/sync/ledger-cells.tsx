import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { type MomentFormat, RowMoment } from '../../app/row-moment.tsx';
import { GridCell } from '../../ui/row-grid.tsx';
import { SecondLine } from '../../ui/second-line.tsx';
import { ItemState } from './item-state.tsx';
import { boardWords, itemWords, outcomeOf, tryWords } from './item-words.ts';
import type { LedgerItem } from './ledger-item.ts';
import styles from './sync.module.css';
import { sizeWords } from './sync-words.ts';

interface LedgerCellsProps {
  readonly item: LedgerItem;
  /** Ms since 1970; the same all the time for an item that waits for no moment, so that its row stays as it is. */
  readonly now: number;
  readonly format: MomentFormat;
}

/** One item in the list. Drawn again only where it changed: scrolling asks for all rows in view with every frame. */
export const LedgerCells = memo(function LedgerCells({ item, now, format }: LedgerCellsProps) {
  const { t, i18n } = useTranslation('sync');
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
        <RowMoment time={item.settledAt ?? item.createdAt} format={format} />
      </GridCell>
    </>
  );
});
