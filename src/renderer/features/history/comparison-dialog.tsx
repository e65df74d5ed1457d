import { useTranslation } from 'react-i18next';
import { ask, type Reply } from '../../app/client.ts';
import { FailureState } from '../../app/failure-state.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { useStation } from '../../app/workspace-context.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ComparedBoard, type ReviewedBoard } from './compared-board.tsx';
import styles from './comparison.module.css';
import { ComparisonTable } from './comparison-table.tsx';
import { sharedPixels } from './shared-pixels.ts';
import { TypeCounts } from './type-counts.tsx';

interface ComparisonDialogProps {
  readonly inspectionIds: readonly [string, string];
  readonly onClose: () => void;
}

/** Two inspections beside each other, the older first. */
export function ComparisonDialog({ inspectionIds: [one, other], onClose }: ComparisonDialogProps) {
  const { t } = useTranslation('history');
  const station = useStation();
  const boards = useAnswer(`${one} ${other}`, async (): Promise<Reply<readonly ReviewedBoard[]>> => {
    const replies = await Promise.all([one, other].map((id) => ask(() => station.boards.open({ inspectionId: id }))));
    const refused = replies.find((reply) => !reply.ok);
    return refused ?? { ok: true, value: replies.flatMap((reply) => (reply.ok ? [reply.value] : [])) };
  });
  const [older, newer] = boards.value?.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1)) ?? [];
  return (
    <Dialog open onOpenChange={onClose} title={t('comparison.title')} closeLabel={t('app:close')} size="wide">
      {older && newer ? (
        <Compared older={older} newer={newer} />
      ) : boards.state === 'failed' ? (
        <FailureState error={boards.error} retry={boards.reload} />
      ) : (
        <Skeleton label={t('comparison.reading')} rows={6} />
      )}
    </Dialog>
  );
}

function Compared({ older, newer }: { readonly older: ReviewedBoard; readonly newer: ReviewedBoard }) {
  const { t } = useTranslation('history');
  const shared = sharedPixels(older, newer);
  return (
    <div className={styles.comparison}>
      <div className={styles.boards}>
        <ComparedBoard label={t('comparison.older')} board={older} />
        <ComparedBoard label={t('comparison.newer')} board={newer} />
      </div>
      <p className={styles.basis}>{t(`comparison.${shared}`)}</p>
      {shared === 'none' ? (
        <TypeCounts older={older.defects} newer={newer.defects} />
      ) : (
        <ComparisonTable older={older} newer={newer} shared={shared} />
      )}
    </div>
  );
}
