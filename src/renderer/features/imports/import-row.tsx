import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '../../app/failure-text.ts';
import { type ImportProgress, isActive } from '../../app/imports-store.ts';
import { useImports } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Progress } from '../../ui/progress.tsx';
import styles from './import-row.module.css';
import { RefusedDialog } from './refused-dialog.tsx';

/** One import: how far it is while it runs, what was refused when it has ended. */
export function ImportRow({ progress }: { readonly progress: ImportProgress }) {
  const { t } = useTranslation('imports');
  const cancel = useImports((state) => state.cancel);
  const dismiss = useImports((state) => state.dismiss);
  const [looks, setLooks] = useState(false);
  const { importId, state, total, inspected, known, refusedTotal, error } = progress;
  const active = isActive(progress);
  const handled = inspected + known + refusedTotal;
  const counted = state === 'reading' ? t('reading', { count: total }) : t('progress', { handled, total });
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        {error !== null && <p className={styles.error}>▲ {failureText(t, error).title}</p>}
        {(active || error === null) && <p>{active ? counted : t(`ended.${state}`, { count: inspected + known })}</p>}
        {active && (
          <Progress label={t('imports')} value={state === 'reading' || total === 0 ? null : handled / total} />
        )}
        {refusedTotal > 0 && (
          <Button variant="quiet" onClick={() => setLooks(true)}>
            <span className={styles.refused}>▲ {t('refused', { count: refusedTotal })}</span>
          </Button>
        )}
      </div>
      {active ? (
        <IconButton label={t('cancelImport')} icon={<X />} onClick={() => void cancel(importId)} />
      ) : (
        <IconButton label={t('dismiss')} icon={<X />} onClick={() => void dismiss(importId)} />
      )}
      <RefusedDialog progress={progress} open={looks} onOpenChange={setLooks} />
    </li>
  );
}
