import { Flag, List, Scaling, SquareDashedMousePointer, Tag, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Board } from '../../app/review-store.ts';
import { useCommandKeys } from '../../app/use-command.ts';
import { useReview } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import styles from './board-view.module.css';
import { noteText } from './pictures-of-board.ts';
import type { AnnotationTools } from './use-annotation-tools.ts';

export interface AnnotationRailProps {
  readonly board: Board;
  readonly annotations: AnnotationTools;
}

/** The engineer's tools, beside the board. Their keys work without it too. */
export function AnnotationRail({ board, annotations }: AnnotationRailProps) {
  const { t } = useTranslation('board');
  const hasDefect = useReview((state) => state.selectedId !== null);
  const keys = {
    draw: useCommandKeys('annotate.draw'),
    adjust: useCommandKeys('annotate.adjust'),
    label: useCommandKeys('annotate.label'),
    falsePositive: useCommandKeys('annotate.falsePositive'),
    remove: useCommandKeys('annotate.remove'),
  };
  return (
    <div className={styles.rail} role="toolbar" aria-orientation="vertical" aria-label={t('annotate.tools')}>
      <IconButton
        label={t('annotate.draw')}
        icon={<SquareDashedMousePointer />}
        keys={keys.draw}
        pressed={annotations.tool === 'draw'}
        onClick={annotations.draw}
      />
      <IconButton
        label={t('annotate.adjust')}
        icon={<Scaling />}
        keys={keys.adjust}
        pressed={annotations.tool === 'adjust'}
        disabled={!annotations.canAdjust}
        onClick={annotations.adjust}
      />
      <IconButton
        label={t('annotate.label')}
        icon={<Tag />}
        keys={keys.label}
        disabled={!annotations.canLabel}
        onClick={annotations.startLabel}
      />
      <IconButton
        label={t('annotate.falsePositive')}
        icon={<Flag />}
        keys={keys.falsePositive}
        pressed={annotations.isFalsePositive}
        disabled={!hasDefect}
        onClick={annotations.toggleFalsePositive}
      />
      <IconButton
        label={t('annotate.remove')}
        icon={<Trash2 />}
        keys={keys.remove}
        disabled={annotations.selected === null}
        onClick={annotations.remove}
      />
      <Popover
        label={t('annotate.list', { count: board.annotations.length })}
        side="right"
        trigger={<IconButton label={t('annotate.list', { count: board.annotations.length })} icon={<List />} />}
      >
        {board.annotations.length === 0 ? (
          <p className={styles.noNotes}>{t('annotate.none')}</p>
        ) : (
          <ul className={styles.notes}>
            {board.annotations.map((annotation) => (
              <li key={annotation.id}>
                <Button
                  wide
                  variant="quiet"
                  pressed={annotation.id === annotations.selected?.id}
                  onClick={() => annotations.select(annotation.id)}
                >
                  {noteText(annotation, t)}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Popover>
    </div>
  );
}
