import { useTranslation } from 'react-i18next';
import { FailureState } from '../../app/failure-state.tsx';
import { type Board, undecidedOf } from '../../app/review-store.ts';
import { useReview } from '../../app/workspace-context.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DecisionButtons } from './decision-buttons.tsx';
import { DefectDetail } from './defect-detail.tsx';
import { DefectList } from './defect-list.tsx';
import styles from './defects-panel.module.css';
import { ReasonBar } from './reason-bar.tsx';
import { SignOff } from './sign-off.tsx';
import { SigningDialog } from './signing-dialog.tsx';
import { useReviewCommands } from './use-review-commands.ts';
import { type SigningSteps, useSigning } from './use-signing.ts';

/** The defects of the open board, what is decided about them, and the verdict that follows. */
export function DefectsPanel() {
  const { t } = useTranslation('defects');
  const board = useReview((state) => state.board);
  const signing = useSigning(board);
  useReviewCommands({ onSignOff: signing.start, onSignWithNote: signing.ask });
  const summary = board && board.defects.length > 0 ? t('summary', summaryOf(board)) : undefined;
  return (
    <Panel side="end" label={t('label')} summary={summary}>
      {board === null ? <NoBoard /> : <Decisions board={board} signing={signing} />}
    </Panel>
  );
}

const summaryOf = (board: Board) => ({ found: board.defects.length, count: undecidedOf(board) });

function NoBoard() {
  const { t } = useTranslation('defects');
  const opening = useReview((state) => state.opening);
  const failure = useReview((state) => state.failure);
  if (opening !== null) return <Skeleton label={t('loading')} rows={5} />;
  if (failure !== null) return <FailureState error={failure} />;
  return <EmptyState title={t('noBoard')} />;
}

function Decisions({ board, signing }: { readonly board: Board; readonly signing: SigningSteps }) {
  const { t } = useTranslation('defects');
  const selected = useReview(({ selectedId }) => board.defects.find(({ id }) => id === selectedId) ?? null);
  return (
    <>
      <div className={styles.body}>
        {board.error !== null && <FailureState error={board.error} />}
        {board.error === null && board.defects.length === 0 && (
          <EmptyState title={t('none')} text={board.registrationPoor ? t('nonePoor') : t('noneHint')} />
        )}
        {board.defects.length > 0 && <DefectList defects={board.defects} />}
        {selected !== null && <DefectDetail board={board} defect={selected} />}
        {board.defects.length > 0 && (
          <div className={styles.decisions}>
            <ReasonBar key={board.id} board={board} />
            <DecisionButtons board={board} />
          </div>
        )}
      </div>
      <SignOff board={board} signing={signing} />
      {signing.asks && <SigningDialog board={board} onClose={signing.cancel} />}
    </>
  );
}
