import { useTranslation } from 'react-i18next';
import type { Board, Step } from '../../app/review-store.ts';
import { useCommandKeys } from '../../app/use-command.ts';
import { useDenial } from '../../app/use-permission.ts';
import { useReview } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './decision-buttons.module.css';
import { type DecisionCommand, decisionCommands, verificationOf } from './decision-commands.ts';

export function DecisionButtons({ board }: { readonly board: Board }) {
  const { t } = useTranslation('defects');
  const { undo, redo, steps } = useReview((state) => state);
  const undoKeys = useCommandKeys('review.undo');
  const words = (step: Step | null) =>
    step === null ? undefined : t(`step.${step.kind}`, { count: step.count, serial: step.serial ?? t('app:noSerial') });
  return (
    <div className={styles.buttons}>
      {decisionCommands.map((id) => (
        <DecisionButton key={id} id={id} board={board} />
      ))}
      <Button
        variant="quiet"
        wide
        keys={undoKeys}
        disabled={steps.undo === null}
        focusableWhenDisabled
        title={words(steps.undo)}
        onClick={() => void undo()}
      >
        {t('app:undo')}
      </Button>
      <Button
        variant="quiet"
        wide
        disabled={steps.redo === null}
        focusableWhenDisabled
        title={words(steps.redo)}
        onClick={() => void redo()}
      >
        {t('app:redo')}
      </Button>
    </div>
  );
}

function DecisionButton({ id, board }: { readonly id: DecisionCommand; readonly board: Board }) {
  const { t } = useTranslation('commands');
  const selected = useReview(({ selectedId }) => board.defects.find((one) => one.id === selectedId));
  const decide = useReview((state) => state.decide);
  const keys = useCommandKeys(id);
  const denied = useDenial('board.review');
  const verification = verificationOf[id];
  return (
    <Button
      wide
      keys={keys}
      pressed={selected?.verification === verification}
      disabled={selected === undefined || board.signedOff !== null || denied !== null}
      focusableWhenDisabled
      title={denied ?? undefined}
      onClick={() => void decide({ verification })}
    >
      {t(id)}
    </Button>
  );
}
