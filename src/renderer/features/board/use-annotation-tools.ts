import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Box } from '../../../core/detection/box.ts';
import type { Annotation, Board } from '../../app/review-store.ts';
import { useReview, useWorkspace } from '../../app/workspace-context.tsx';
import type { Target, ToolEvent, ToolName } from '../../viewer/tools/tool.ts';
import { createToolStore, type ToolStore } from '../../viewer/tools/tool-store.ts';
import {
  adjustedDraft,
  annotationOf,
  falsePositiveDraft,
  missedDraft,
  relabelAnnotationDraft,
  relabelDraft,
} from './annotation-drafts.ts';
import { putAway } from './put-away.ts';

/** What gets the type that is picked next. */
export type Labelling =
  | { readonly of: 'missed'; readonly box: Box }
  | { readonly of: 'defect'; readonly defectId: string; readonly label: string }
  | { readonly of: 'annotation'; readonly annotation: Annotation };

export interface AnnotationTools {
  readonly tools: ToolStore;
  readonly tool: ToolName;
  readonly selected: Annotation | null;
  readonly select: (annotationId: string | null) => void;
  readonly labelling: Labelling | null;
  readonly canAdjust: boolean;
  readonly canLabel: boolean;
  readonly isFalsePositive: boolean;
  readonly draw: () => void;
  readonly adjust: () => void;
  readonly startLabel: () => void;
  readonly pickLabel: (label: string) => void;
  readonly cancelLabel: () => void;
  readonly toggleFalsePositive: () => void;
  readonly remove: () => void;
  readonly drew: (box: Box) => void;
  readonly adjusted: (target: Target, box: Box) => void;
}

/** The engineer's tools on the board under review. Everything is stored by the station, which also takes it back. */
export function useAnnotationTools(board: Board): AnnotationTools {
  const { t } = useTranslation('board');
  const { notices } = useWorkspace();
  const [tools] = useState(createToolStore);
  const tool = useStore(tools, (state) => state.tool.name);
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const [labelling, setLabelling] = useState<Labelling | null>(null);
  const defectId = useReview((state) => state.selectedId);
  const save = useReview((state) => state.saveAnnotation);
  const removeAnnotation = useReview((state) => state.removeAnnotation);
  const selected = board.annotations.find(({ id }) => id === selectedId) ?? null;
  const defect = board.defects.find(({ id }) => id === defectId) ?? null;
  const falsePositive = defect && annotationOf(board, defect.id, 'false_positive');

  const drew = (box: Box): void => setLabelling({ of: 'missed', box });
  const adjusted = (target: Target, box: Box): void => {
    const draft = adjustedDraft(board, target, box);
    if (draft !== null) void save(draft);
  };
  const send = (event: ToolEvent): void => {
    if (board.image === null) return;
    for (const effect of tools.send(event, board.image)) {
      if (effect.type === 'drew') drew(effect.box);
      if (effect.type === 'adjusted') adjusted(effect.target, effect.box);
    }
  };

  // The board as it was last: the effects of a change of the board run before this one notes the next.
  const inHand = useRef({ board, labelling });
  const sayUntyped = useEffectEvent(({ serial }: Board) =>
    notices.say({
      id: 'annotate.untyped',
      tone: 'info',
      title: t('untyped.title'),
      text: t('untyped.text', { serial: serial ?? t('app:noSerial') }),
    }),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is in hand belongs to one board
  useEffect(
    () => () => {
      const { board: left, labelling: untold } = inHand.current;
      const { adjusted: drafts, untyped } = putAway(tools, left);
      for (const draft of drafts) void save(draft);
      if (untyped || untold?.of === 'missed') sayUntyped(left);
      setSelectedId(null);
      setLabelling(null);
    },
    [board.id, tools, save],
  );
  useEffect(() => {
    inHand.current = { board, labelling };
  });

  // Another defect was selected: what was adjusted until then is kept.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the selection ends it
  useEffect(() => {
    const now = tools.getState().tool;
    if (defectId === null) return;
    setSelectedId(null);
    if ('target' in now && now.target.defectId !== defectId) send({ type: 'choose_select' });
  }, [defectId]);

  const target = targetOf(board, selected, defect);
  return {
    tools,
    tool,
    selected,
    select: setSelectedId,
    labelling,
    canAdjust: target !== null,
    canLabel: selected?.label != null || defect !== null,
    isFalsePositive: falsePositive != null,
    draw: () => send({ type: tool === 'draw' ? 'choose_select' : 'choose_draw' }),
    adjust: () => {
      if (tool === 'adjust') send({ type: 'keep' });
      else if (target !== null) send({ type: 'choose_adjust', target });
    },
    startLabel: () => {
      if (selected?.label != null) setLabelling({ of: 'annotation', annotation: selected });
      else if (defect !== null) {
        const label = annotationOf(board, defect.id, 'incorrect_label')?.label ?? defect.type;
        setLabelling({ of: 'defect', defectId: defect.id, label });
      }
    },
    pickLabel: (label) => {
      setLabelling(null);
      if (labelling === null) return;
      if (labelling.of === 'missed') void save(missedDraft(board, labelling.box, label));
      else if (labelling.of === 'annotation') void save(relabelAnnotationDraft(board, labelling.annotation, label));
      else if (label !== labelling.label) void save(relabelDraft(board, labelling.defectId, label));
    },
    cancelLabel: () => setLabelling(null),
    toggleFalsePositive: () => {
      if (falsePositive) void removeAnnotation(falsePositive.id);
      else if (defect !== null) void save(falsePositiveDraft(board, defect.id));
    },
    remove: () => {
      if (selected === null) return;
      void removeAnnotation(selected.id);
      setSelectedId(null);
      send({ type: 'escape' });
    },
    drew,
    adjusted,
  };
}

/** An annotation with a box of its own before the defect; what was corrected before is corrected on. */
function targetOf(board: Board, selected: Annotation | null, defect: Board['defects'][number] | null): Target | null {
  if (selected?.box) return { defectId: selected.defectId, annotationId: selected.id, box: selected.box };
  if (defect === null) return null;
  const corrected = annotationOf(board, defect.id, 'incorrect_box');
  return { defectId: defect.id, annotationId: null, box: corrected?.box ?? defect.box };
}
