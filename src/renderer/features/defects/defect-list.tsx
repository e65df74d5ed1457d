import { useTranslation } from 'react-i18next';
import type { Defect } from '../../app/review-store.ts';
import { useReview } from '../../app/workspace-context.tsx';
import { OptionList } from '../../ui/option-list.tsx';
import styles from './defect-list.module.css';
import { DefectRow } from './defect-row.tsx';

/** Tied to the board: what is selected here is in view there, and the other way round. */
export function DefectList({ defects }: { readonly defects: readonly Defect[] }) {
  const { t } = useTranslation('defects');
  const selectedId = useReview((state) => state.selectedId);
  const select = useReview((state) => state.select);
  return (
    <div className={styles.list}>
      <OptionList
        label={t('list')}
        items={defects}
        itemKey={({ id }) => id}
        selectedKey={selectedId}
        onSelect={({ id }) => select(id)}
        rowClass={styles.row}
      >
        {(defect) => <DefectRow defect={defect} />}
      </OptionList>
    </div>
  );
}
