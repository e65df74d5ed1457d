import { useTranslation } from 'react-i18next';
import { failureText } from '../../app/failure-text.ts';
import type { ImportProgress } from '../../app/imports-store.ts';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './refused-dialog.module.css';

export interface RefusedDialogProps {
  readonly progress: ImportProgress;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Every refused file with its reason, in one list. Names are text, whatever they hold. */
export function RefusedDialog({ progress, open, onOpenChange }: RefusedDialogProps) {
  const { t } = useTranslation('imports');
  const { refused, refusedTotal } = progress;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('refused', { count: refusedTotal })}
      description={t('refusedHint')}
      closeLabel={t('app:close')}
      size="wide"
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is scrolled by keys too */}
      <ul className={styles.list} aria-label={t('refusedFiles')} tabIndex={0}>
        {refused.map(({ name, error }, place) => {
          const { title, next } = failureText(t, error);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two files may share a name; the list only grows
            <li key={place} className={styles.file}>
              <bdi className={styles.name}>{name}</bdi>
              <span className={styles.reason}>{[title, next].filter(Boolean).join(' ')}</span>
              <code className={styles.code}>{error.code}</code>
            </li>
          );
        })}
      </ul>
      {refused.length < refusedTotal && (
        <p className={styles.more}>{t('moreRefused', { count: refusedTotal - refused.length })}</p>
      )}
    </Dialog>
  );
}
