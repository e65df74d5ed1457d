import type { TFunction } from 'i18next';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '../../app/failure-text.ts';
import type { Board } from '../../app/review-store.ts';
import { useCommand } from '../../app/use-command.ts';
import { useMay } from '../../app/use-permission.ts';
import { useReview } from '../../app/workspace-context.tsx';
import { BoardCanvas, type Picked } from '../../viewer/stage/board-canvas.tsx';
import { createViewStore } from '../../viewer/stage/view-store.ts';
import type { TileRefusal } from '../../viewer/tiles/tile-messages.ts';
import type { Picture } from '../../viewer/tiles/tile-plan.ts';
import { AnnotationRail } from './annotation-rail.tsx';
import { BoardToolbar } from './board-toolbar.tsx';
import styles from './board-view.module.css';
import { LabelDialog } from './label-dialog.tsx';
import { goldenPicture, markOf, notesOf } from './pictures-of-board.ts';
import { ToolHint } from './tool-hint.tsx';
import { useAnnotationTools } from './use-annotation-tools.ts';
import { useBlink } from './use-blink.ts';
import { useDescription } from './use-description.ts';
import { useTheme } from './use-theme.ts';
import { useViewCommands } from './use-view-commands.ts';

/** Why a picture is not there, with what was kept and what to do. */
function unavailableWords(t: TFunction<'board'>, refusal: TileRefusal | null): string {
  if (refusal === null) return t('picture.unavailable');
  const { title, kept, next } = failureText(t, refusal);
  return [title, kept, next].filter((part) => part !== undefined).join(' ');
}

/** CSS pixels. */
const smallestAdjusted = 48;

export function ReviewedBoard({ board, picture }: { readonly board: Board; readonly picture: Picture }) {
  const { t, i18n } = useTranslation('board');
  const [view] = useState(createViewStore);
  const [curtain, setCurtain] = useState(0.5);
  const [annotating, setAnnotating] = useState(false);
  const theme = useTheme();
  const selectedId = useReview((state) => state.selectedId);
  const select = useReview((state) => state.select);
  const overlays = useReview((state) => state.overlays);
  const wantedMode = useReview((state) => state.compare);
  const annotations = useAnnotationTools(board);

  const { sha256, width, height } = picture;
  // Every decision brings a new board from the station: the pictures stay the same objects as long as they are.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a picture is what its hash says
  const shownPicture = useMemo(() => picture, [sha256, width, height]);
  const matrix = board.registration?.matrix;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the golden is what its hash and place say
  const golden = useMemo(
    () => goldenPicture(board),
    [board.golden?.sha256, matrix?.a, matrix?.b, matrix?.c, matrix?.d, matrix?.e, matrix?.f],
  );
  const marks = useMemo(() => {
    const format = new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    return board.defects.map((defect) => markOf(defect, t, (confidence) => format.format(confidence)));
  }, [board.defects, t, i18n.language]);
  const { labelling } = annotations;
  const notes = useMemo(() => {
    const stored = notesOf(board, t);
    if (labelling?.of !== 'missed') return stored;
    return [...stored, { id: 'drawn', kind: 'missed_detection' as const, box: labelling.box, label: '' }];
  }, [board, t, labelling]);
  const mode = golden === null ? 'board' : wantedMode;
  const blink = useBlink(mode === 'blink');
  const selected = board.defects.find(({ id }) => id === selectedId) ?? null;
  const { setMode } = useViewCommands(view, board.id, selected, blink, golden !== null, t('compare.noGolden'));
  const description = useDescription(board, selected);

  const mayAnnotate = useMay('board.annotate');
  useCommand('annotate.draw', annotations.draw, mayAnnotate);
  useCommand('annotate.adjust', annotations.adjust, mayAnnotate && annotations.canAdjust);
  useCommand('annotate.label', annotations.startLabel, mayAnnotate && annotations.canLabel);
  useCommand('annotate.falsePositive', annotations.toggleFalsePositive, mayAnnotate && selected !== null);
  useCommand('annotate.remove', annotations.remove, mayAnnotate && annotations.selected !== null);

  // Keys of the tool go to the pane that has the focus; the handles of a small box would hide it.
  useEffect(() => {
    const { tool } = annotations.tools.getState();
    if (tool.name === 'adjust') {
      const seen = Math.min(tool.box.width, tool.box.height) * view.getState().view.scale;
      if (seen < smallestAdjusted) view.actions.zoomTo(tool.box);
    }
    if (annotations.tool === 'draw' || annotations.tool === 'adjust')
      document.querySelector<HTMLElement>(`.${styles.stage} [role="application"]`)?.focus({ preventScroll: true });
  }, [annotations.tool, annotations.tools, view]);

  const onPick = (picked: Picked | null): void => {
    annotations.select(picked?.kind === 'note' ? picked.id : null);
    if (picked?.kind !== 'note') select(picked?.id ?? null, false);
  };

  return (
    <>
      <BoardToolbar
        board={board}
        view={view}
        mode={mode}
        onMode={setMode}
        hasGolden={golden !== null}
        annotating={annotating}
        onAnnotating={setAnnotating}
      />
      <div className={styles.stage}>
        <BoardCanvas
          board={shownPicture}
          golden={golden}
          mode={mode}
          goldenShown={blink.goldenShown}
          curtain={curtain}
          onCurtain={setCurtain}
          marks={marks}
          selectedId={annotations.selected === null ? selectedId : null}
          notes={notes}
          selectedNoteId={annotations.selected?.id ?? null}
          overlays={overlays}
          mmPerPx={board.mmPerPx}
          view={view}
          tools={annotations.tools}
          theme={theme}
          onPick={onPick}
          onDrew={annotations.drew}
          onAdjusted={annotations.adjusted}
          words={{
            board: t('pane.board'),
            golden: t('pane.golden'),
            difference: t('pane.difference'),
            curtain: t('pane.curtain'),
            description,
            loading: t('picture.loading'),
            unavailable: (refusal) => unavailableWords(t, refusal),
            retry: t('picture.retry'),
            locale: i18n.language,
          }}
        />
        {annotating && mayAnnotate && <AnnotationRail board={board} annotations={annotations} />}
        <ToolHint tool={annotations.tool} />
      </div>
      <LabelDialog
        labelling={annotations.labelling}
        onPick={annotations.pickLabel}
        onCancel={annotations.cancelLabel}
      />
    </>
  );
}
