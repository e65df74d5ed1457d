import { useTranslation } from 'react-i18next';
import { ListEnd } from '../../app/list-end.tsx';
import { RowMoment, useMomentFormat } from '../../app/row-moment.tsx';
import type { KeysetPages } from '../../ui/keyset-pages.ts';
import { GridCell, RowGrid } from '../../ui/row-grid.tsx';
import { SecondLine } from '../../ui/second-line.tsx';
import styles from './audit.module.css';
import { entryReason, entrySentence } from './entry-sentence.ts';
import type { AuditEntry } from './entry-words.ts';

interface EntryListProps {
  readonly pages: KeysetPages<AuditEntry>;
  readonly opened: number | null;
  readonly onOpen: (entry: AuditEntry) => void;
}

export function EntryList({ pages, opened, onOpen }: EntryListProps) {
  const { t } = useTranslation('audit');
  const format = useMomentFormat();
  const { rows } = pages;
  return (
    <RowGrid
      label={t('list')}
      columns={styles.columns}
      headers={[
        { id: 'seq', text: t('column.seq') },
        { id: 'time', text: t('column.time') },
        { id: 'what', text: t('column.what') },
        { id: 'who', text: t('column.who') },
      ]}
      count={rows.length}
      keyOf={(index) => String(rows[index]?.seq ?? index)}
      cells={(index) => {
        const entry = rows[index];
        return (
          entry && (
            <>
              <GridCell className={styles.seq}>{entry.seq}</GridCell>
              <GridCell>
                <RowMoment time={entry.time} format={format} />
              </GridCell>
              <GridCell>
                <span>{entrySentence(t, entry)}</span>
                {entry.reason !== '' && <SecondLine>{entryReason(t, entry)}</SecondLine>}
              </GridCell>
              <GridCell className={styles.quiet}>{entry.actor.name}</GridCell>
            </>
          )
        );
      }}
      onOpen={(index) => {
        const entry = rows[index];
        if (entry) onOpen(entry);
      }}
      isSelected={(index) => rows[index]?.seq === opened}
      onEnd={pages.more}
      footer={<ListEnd pages={pages} complete={t('end', { count: rows.length })} loading={t('loadingMore')} />}
    />
  );
}
