import { useTranslation } from 'react-i18next';
import { ListEnd } from '../../app/list-end.tsx';
import { useMomentFormat } from '../../app/row-moment.tsx';
import type { KeysetPages } from '../../ui/keyset-pages.ts';
import { type GridPlace, RowGrid } from '../../ui/row-grid.tsx';
import { InspectionCells } from './inspection-cells.tsx';
import styles from './inspection-list.module.css';
import type { InspectionRow } from './inspection-row.ts';

interface InspectionListProps {
  readonly pages: KeysetPages<InspectionRow>;
  readonly selection: ReadonlySet<string>;
  readonly onToggle: (row: InspectionRow) => void;
  readonly onOpen: (row: InspectionRow) => void;
  /** Where it was left the last time. */
  readonly start: GridPlace | undefined;
  readonly onLeave: (place: GridPlace) => void;
}

export function InspectionList({ pages, selection, onToggle, onOpen, start, onLeave }: InspectionListProps) {
  const { t } = useTranslation('history');
  const format = useMomentFormat();
  const { rows } = pages;
  const at = (index: number, use: (row: InspectionRow) => void) => {
    const row = rows[index];
    if (row) use(row);
  };
  return (
    <RowGrid
      key={pages.reading}
      label={t('list')}
      columns={styles.columns}
      headers={[
        { id: 'select', text: t('column.select'), hidden: true },
        { id: 'picture', text: t('column.picture'), hidden: true },
        { id: 'board', text: t('column.board') },
        { id: 'verdict', text: t('column.verdict') },
        { id: 'defects', text: t('column.defects') },
        { id: 'model', text: t('column.model') },
        { id: 'time', text: t('column.time') },
      ]}
      count={rows.length}
      keyOf={(index) => rows[index]?.id ?? String(index)}
      cells={(index) => {
        const row = rows[index];
        return (
          row && (
            <InspectionCells
              row={row}
              selected={selection.has(row.id)}
              onToggle={() => onToggle(row)}
              format={format}
            />
          )
        );
      }}
      onOpen={(index) => at(index, onOpen)}
      onToggle={(index) => at(index, onToggle)}
      isSelected={(index) => selection.has(rows[index]?.id ?? '')}
      onEnd={pages.more}
      start={start}
      onLeave={onLeave}
      footer={<ListEnd pages={pages} complete={t('end', { count: rows.length })} loading={t('loadingMore')} />}
    />
  );
}
