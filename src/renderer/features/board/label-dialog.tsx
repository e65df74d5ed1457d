import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../core/kernel/result.ts';
import { FailureState } from '../../app/failure-state.tsx';
import { typeName } from '../../app/type-name.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { useStation } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import styles from './board-view.module.css';
import type { Labelling } from './use-annotation-tools.ts';

export interface LabelDialogProps {
  readonly labelling: Labelling | null;
  readonly onPick: (label: string) => void;
  readonly onCancel: () => void;
}

function labelNow(labelling: Labelling): string | null {
  switch (labelling.of) {
    case 'missed':
      return null;
    case 'defect':
      return labelling.label;
    case 'annotation':
      return labelling.annotation.label;
    default:
      return assertNever(labelling);
  }
}

/** Asks which type a box has; digits pick one. */
export function LabelDialog({ labelling, onPick, onCancel }: LabelDialogProps) {
  const { t } = useTranslation('board');
  return (
    <Dialog
      open={labelling !== null}
      onOpenChange={(open) => !open && onCancel()}
      title={labelling?.of === 'missed' ? t('label.missed') : t('label.correct')}
      closeLabel={t('app:cancel')}
    >
      {labelling !== null && <Types now={labelNow(labelling)} onPick={onPick} />}
    </Dialog>
  );
}

function Types({ now, onPick }: { readonly now: string | null; readonly onPick: (label: string) => void }) {
  const { t } = useTranslation('board');
  const station = useStation();
  const types = useAnswer('types', () => station.boards.types({}));
  if (types.state === 'failed') return <FailureState error={types.error} retry={types.reload} />;
  if (types.state === 'loading') return <Skeleton label={t('label.reading')} rows={6} />;
  return (
    <ul
      className={styles.types}
      onKeyDown={(event) => {
        const picked = types.value[Number(event.key) - 1];
        if (picked === undefined) return;
        event.preventDefault();
        onPick(picked);
      }}
    >
      {types.value.map((type, place) => (
        <li key={type}>
          <Button
            wide
            variant="quiet"
            autoFocus={type === now || (now === null && place === 0)}
            pressed={type === now}
            keys={place < 9 ? String(place + 1) : undefined}
            onClick={() => onPick(type)}
          >
            {typeName(t, type)}
          </Button>
        </li>
      ))}
    </ul>
  );
}
