import type Konva from 'konva';
import { type RefObject, useEffect, useMemo } from 'react';
import { Layer, Shape, Stage } from 'react-konva';
import { useStore } from 'zustand';
import type { Mark, Note } from '../marks/mark.ts';
import type { MarkIndex } from '../marks/mark-index.ts';
import {
  createTagPainter,
  type FocusScene,
  paintNotes,
  paintOriginal,
  paintSelected,
  paintTool,
} from '../marks/paint-focus.ts';
import { createMarkPainter } from '../marks/paint-marks.ts';
import type { ToolStore } from '../tools/tool-store.ts';
import type { ViewStore } from './view-store.ts';

export interface OverlayStageProps {
  readonly view: ViewStore;
  readonly tools: ToolStore;
  readonly index: MarkIndex;
  readonly selected: Mark | null;
  readonly notes: readonly Note[];
  readonly selectedNoteId: string | null;
  /** Hidden with one key: only the box in hand stays. */
  readonly shown: boolean;
  readonly font: string;
  readonly accent: string;
  /** The pane draws the stage together with the pictures below it, so that boxes never lag behind. */
  readonly stageRef: RefObject<Konva.Stage | null>;
  /** Draws what lies below the marks. */
  readonly paintPictures: (context: CanvasRenderingContext2D) => void;
}

/** All marks are one shape, the pictures below them another; only what is selected or in hand has a node of its own. Nothing here listens to pointers. */
export function OverlayStage(props: OverlayStageProps) {
  const { view, tools, index, selected, notes, selectedNoteId, shown, font, accent, stageRef, paintPictures } = props;
  const pane = useStore(view, (state) => state.pane);
  const devicePixelRatio = useStore(view, (state) => state.devicePixelRatio);
  const paintMarks = useMemo(() => createMarkPainter(devicePixelRatio, font), [devicePixelRatio, font]);
  const paintTag = useMemo(() => createTagPainter(devicePixelRatio), [devicePixelRatio]);
  const scene = (): FocusScene => ({ ...view.getState(), font, accent });

  useEffect(
    () =>
      tools.subscribe(({ tool }, before) => {
        // While the pointer selects, nothing is in hand: moving the board draws by itself.
        if (tool.name === 'select' && before.tool.name === 'select') return;
        stageRef.current?.findOne('.in-hand')?.getLayer()?.batchDraw();
      }),
    [tools, stageRef],
  );

  if (pane.width === 0) return null;
  return (
    // A stage keeps the pixel ratio that it was made with.
    <Stage key={devicePixelRatio} ref={stageRef} width={pane.width} height={pane.height} listening={false}>
      {/* One layer: each further canvas of the pane's size costs more than drawing a few marks again. */}
      <Layer listening={false}>
        <Shape listening={false} perfectDrawEnabled={false} sceneFunc={(context) => paintPictures(context._context)} />
        {shown && (
          <Shape
            listening={false}
            perfectDrawEnabled={false}
            sceneFunc={(context) => paintMarks(context._context, { ...view.getState(), index, selected })}
          />
        )}
        {shown && notes.length > 0 && (
          <Shape
            listening={false}
            sceneFunc={(context) => paintNotes(context._context, notes, selectedNoteId, scene(), paintTag)}
          />
        )}
        {shown && selected !== null && (
          <Shape
            listening={false}
            sceneFunc={(context) => {
              if ('target' in tools.getState().tool) paintOriginal(context._context, selected, scene());
              else paintSelected(context._context, selected, scene(), paintTag);
            }}
          />
        )}
        <Shape
          name="in-hand"
          listening={false}
          sceneFunc={(context) => paintTool(context._context, tools.getState().tool, scene())}
        />
      </Layer>
    </Stage>
  );
}
