import { FileText, GitCompareArrows, PackageCheck, RotateCw, ScanSearch, ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import styles from './selection-bar.module.css';

interface SelectionBarProps {
  readonly count: number;
  readonly reporting: boolean;
  readonly bundling: boolean;
  readonly onOpen: () => void;
  readonly onStory: () => void;
  readonly onCompare: () => void;
  readonly onAgain: () => void;
  readonly onReport: () => void;
  readonly onEvidence: () => void;
  readonly onClear: () => void;
}

/** What can be done with the inspections that are ticked. */
export function SelectionBar(props: SelectionBarProps) {
  const { count, reporting, bundling, onOpen, onStory, onCompare, onAgain, onReport, onEvidence, onClear } = props;
  const { t } = useTranslation('history');
  return (
    <section className={styles.bar} data-bottom-bar="" aria-label={t('selected', { count })}>
      <span className={styles.count} role="status">
        {t('selected', { count })}
      </span>
      {count === 1 && (
        <>
          <Button icon={<ScanSearch />} onClick={onOpen}>
            {t('open')}
          </Button>
          <Button icon={<ScrollText />} onClick={onStory}>
            {t('story')}
          </Button>
          <Button icon={<FileText />} onClick={onReport} disabled={reporting}>
            {reporting ? t('report.busy') : t('report.action')}
          </Button>
          <Button icon={<PackageCheck />} onClick={onEvidence} disabled={bundling}>
            {t(bundling ? 'app:evidence.busy' : 'app:evidence.action')}
          </Button>
        </>
      )}
      <Button icon={<RotateCw />} onClick={onAgain}>
        {t('again.action')}
      </Button>
      {count === 2 && (
        <Button icon={<GitCompareArrows />} onClick={onCompare}>
          {t('compare')}
        </Button>
      )}
      {count === 1 && <span className={styles.hint}>{t('compareHint')}</span>}
      <span className={styles.end}>
        <Button variant="quiet" onClick={onClear}>
          {t('clearSelection')}
        </Button>
      </span>
    </section>
  );
}
