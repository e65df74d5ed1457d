import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exportFormats } from '../../../ipc/history.ts';
import { ask } from '../../app/client.ts';
import { useReveal } from '../../app/use-reveal.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Progress } from '../../ui/progress.tsx';
import styles from './export-dialog.module.css';
import { FilterChips } from './filter-chips.tsx';
import { chipsOf, type HistoryFilter } from './history-filter.ts';

type Format = (typeof exportFormats)[number];

interface ExportDialogProps {
  readonly filter: HistoryFilter;
  readonly onFilter: (filter: HistoryFilter) => void;
  readonly onClose: () => void;
}

/** Writes what the filter leaves as a data set for training, in a folder that the person picks. */
export function ExportDialog({ filter, onFilter, onClose }: ExportDialogProps) {
  const { t } = useTranslation('history');
  const { client, notices, sayFailure } = useWorkspace();
  const reveal = useReveal();
  const [format, setFormat] = useState<Format>('coco');
  const [busy, setBusy] = useState(false);
  const group = useId();

  const write = async () => {
    setBusy(true);
    const reply = await ask(() => client.history.export({ format, filter }));
    setBusy(false);
    if (!reply.ok && reply.error.code === 'EXPORT_STOPPED')
      return notices.say({ id: 'history.export', tone: 'info', title: t('export.stopped') });
    if (!reply.ok) return sayFailure(reply.error);
    if (reply.value === null) return;
    const { path, images, newerLeftOut, unexplained, refused } = reply.value;
    const said = [
      path,
      ...(newerLeftOut > 0 ? [t('export.newerLeftOut', { count: newerLeftOut })] : []),
      ...(unexplained > 0 ? [t('export.unexplained', { count: unexplained })] : []),
      ...(refused.length > 0 ? [t('export.refused', { count: refused.length, image: refused[0] })] : []),
    ];
    notices.say({
      id: 'history.export',
      // What is not in the data set is not gone before it was read.
      tone: refused.length > 0 ? 'fail' : said.length > 1 ? 'warn' : 'pass',
      title: t('export.done', { count: images }),
      text: said.join(' · '),
      action: { label: t('reveal'), run: () => reveal(path) },
    });
    onClose();
  };

  /** While it is written, leaving is stopping: nothing goes on behind a closed dialog. */
  const leave = async () => {
    if (!busy) return onClose();
    const reply = await ask(() => client.history.stopExport({}));
    if (!reply.ok) sayFailure(reply.error);
  };

  return (
    <Dialog
      open
      onOpenChange={() => void leave()}
      title={t('export.title')}
      description={t('export.what')}
      closeLabel={t('app:close')}
      actions={
        <>
          <Button onClick={() => void leave()}>{busy ? t('export.stop') : t('app:cancel')}</Button>
          <Button variant="primary" disabled={busy} onClick={() => void write()}>
            {busy ? t('export.busy') : t('export.start')}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        {chipsOf(filter).length === 0 ? (
          <p className={styles.everything}>{t('export.everything')}</p>
        ) : (
          <FilterChips filter={filter} onChange={onFilter} />
        )}
        <fieldset className={styles.formats} disabled={busy}>
          <legend className={styles.legend}>{t('export.format')}</legend>
          {exportFormats.map((known) => (
            <label key={known} className={styles.format}>
              <input type="radio" name={group} checked={format === known} onChange={() => setFormat(known)} />
              <span>
                <span className={styles.name}>{t(`export.${known}`)}</span>
                <span className={styles.hint}>{t(`export.${known}Hint`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {busy && <Progress label={t('export.busy')} value={null} />}
      </div>
    </Dialog>
  );
}
