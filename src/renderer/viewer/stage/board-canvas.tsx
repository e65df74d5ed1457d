import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { createStore } from 'zustand/vanilla';
import type { Box } from '../../../core/detection/box.ts';
import { area } from '../../../core/detection/geometry.ts';
import { type CompareMode, panesOf, picturesOf } from '../compare/compare-mode.ts';
import type { Mark, Note } from '../marks/mark.ts';
import { readColours, type StageColours } from '../marks/mark-colours.ts';
import { indexMarks } from '../marks/mark-index.ts';
import type { Point } from '../space/point.ts';
import type { Picture } from '../tiles/tile-plan.ts';
import { contains } from '../tools/handles.ts';
import type { Target, ToolEvent } from '../tools/tool.ts';
import type { ToolStore } from '../tools/tool-store.ts';
import styles from './board-canvas.module.css';
import { BoardPane } from './board-pane.tsx';
import { CursorPlace } from './cursor-place.tsx';
import { cursorOver } from './cursor-style.ts';
import { CurtainHandle } from './curtain-handle.tsx';
import { Minimap } from './minimap.tsx';
import { paneKeyAction } from './pane-keys.ts';
import { PictureState, type PictureWords } from './picture-state.tsx';
import { ScaleBarLabel } from './scale-bar-label.tsx';
import type { ViewStore } from './view-store.ts';

/** What a click hit. */
export type Picked = { readonly kind: 'mark' | 'note'; readonly id: string };

interface BoardWords extends PictureWords {
  readonly board: string;
  readonly golden: string;
  readonly difference: string;
  readonly curtain: string;
  /** What can be seen, in sentences: read out with the board. */
  readonly description: string;
  /** BCP 47, for numbers. */
  readonly locale: string;
}

export interface BoardCanvasProps {
  readonly board: Picture;
  readonly golden: Picture | null;
  readonly mode: CompareMode;
  /** What blink shows at this moment. */
  readonly goldenShown: boolean;
  readonly curtain: number;
  readonly onCurtain: (value: number) => void;
  readonly marks: readonly Mark[];
  readonly selectedId: string | null;
  readonly notes: readonly Note[];
  readonly selectedNoteId: string | null;
  readonly overlays: boolean;
  /** Millimetres per board pixel; null where nobody knows. */
  readonly mmPerPx: number | null;
  readonly view: ViewStore;
  readonly tools: ToolStore;
  /** Changes with the theme: colours are read again. */
  readonly theme: string;
  readonly onPick: (picked: Picked | null) => void;
  readonly onDrew: (box: Box) => void;
  readonly onAdjusted: (target: Target, box: Box) => void;
  readonly words: BoardWords;
}

/** Notes are few and drawn by people: the smallest one under the point. */
function noteAt(notes: readonly Note[], at: Point, reach: number): Note | null {
  const under = notes.filter((note) => contains(note.box, at, reach)).sort((a, b) => area(a.box) - area(b.box));
  return under[0] ?? null;
}

/** CSS pixels within which the pointer is on a mark. */
const hoverReach = 6;

/** A board, its golden and what lies on them. Gets everything by props; below a `TileStoreProvider`. */
export function BoardCanvas(props: BoardCanvasProps) {
  const { board, golden, mode, goldenShown, curtain, marks, selectedId, notes, overlays, view, tools, words } = props;
  const element = useRef<HTMLDivElement>(null);
  const descriptionId = useId();
  const [colours, setColours] = useState<(StageColours & { readonly font: string }) | null>(null);
  const [cursor] = useState(() => createStore<{ readonly at: Point | null }>(() => ({ at: null })));
  const index = useMemo(() => indexMarks(marks), [marks]);
  const selected = useMemo(() => marks.find((mark) => mark.id === selectedId) ?? null, [marks, selectedId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme decides what the element's tokens are
  useEffect(() => {
    if (element.current !== null)
      setColours({ ...readColours(element.current), font: getComputedStyle(element.current).fontFamily });
  }, [props.theme]);

  useEffect(() => view.actions.show({ width: board.width, height: board.height }), [view, board.width, board.height]);

  const pick = (at: Point, reach: number): Picked | null => {
    if (!overlays) return null;
    const mark = index.at(at, reach);
    const note = noteAt(notes, at, reach);
    if (note !== null && (mark === null || area(note.box) <= area(mark.box))) return { kind: 'note', id: note.id };
    return mark === null ? null : { kind: 'mark', id: mark.id };
  };

  const send = (event: ToolEvent): void => {
    for (const effect of tools.send(event, board)) {
      switch (effect.type) {
        case 'pan':
          view.actions.pan(effect.dx, effect.dy);
          break;
        case 'pick':
          props.onPick(pick(effect.at, effect.reach));
          break;
        case 'drew':
          props.onDrew(effect.box);
          break;
        case 'adjusted':
          props.onAdjusted(effect.target, effect.box);
          break;
      }
    }
  };

  const hover = (at: Point | null, pane: HTMLElement): void => {
    const onBoard = at !== null && at.x >= 0 && at.y >= 0 && at.x < board.width && at.y < board.height;
    cursor.setState({ at: onBoard ? at : null });
    if (at === null) return;
    const reach = hoverReach / view.getState().view.scale;
    pane.style.cursor = cursorOver(tools.getState().tool, at, reach, pick(at, reach) !== null);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof Element && event.target.getAttribute('role') === 'slider') return;
    const action = paneKeyAction(event, tools.getState().tool.name, view.getState());
    if (action === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (action.type === 'pan') view.actions.pan(action.dx, action.dy);
    else send(action.event);
  };

  const comparison = { mode, board, golden, goldenShown, curtain };
  const panes = panesOf(comparison);
  const names = { board: words.board, golden: words.golden, difference: words.difference, curtain: words.curtain };
  return (
    <div ref={element} className={styles.canvas}>
      {colours !== null &&
        panes.map((content, place) => (
          <BoardPane
            // The first pane keeps its element in every mode, so that nothing flickers when the mode changes.
            key={place === 0 ? 'first' : 'second'}
            label={names[content.name]}
            describedBy={descriptionId}
            layers={content.layers}
            pictures={picturesOf(comparison, content)}
            measures={place === 0}
            view={view}
            tools={tools}
            index={index}
            selected={selected}
            notes={notes}
            selectedNoteId={props.selectedNoteId}
            shown={overlays}
            font={colours.font}
            accent={colours.accent}
            send={send}
            hover={hover}
            onKeyDown={onKeyDown}
          >
            {mode !== 'board' && golden !== null && content.name !== 'curtain' && (
              <div className={styles.name}>{names[content.name]}</div>
            )}
            {content.name === 'curtain' && (
              <>
                <div className={styles.name} data-side="left" style={{ left: `${curtain * 100}%` }}>
                  {words.board}
                </div>
                <div className={styles.name} data-side="right" style={{ left: `${curtain * 100}%` }}>
                  {words.golden}
                </div>
                <CurtainHandle value={curtain} onChange={props.onCurtain} label={words.curtain} />
              </>
            )}
            {place === 0 && (
              <div className={styles.readout}>
                <ScaleBarLabel view={view} mmPerPx={props.mmPerPx} locale={words.locale} />
                <CursorPlace cursor={cursor} mmPerPx={props.mmPerPx} locale={words.locale} />
              </div>
            )}
            <PictureState pictures={content.layers.map(({ picture }) => picture)} words={words} />
          </BoardPane>
        ))}
      <Minimap board={board} index={index} view={view} overlays={overlays} />
      <p id={descriptionId} className="visually-hidden">
        {words.description}
      </p>
    </div>
  );
}
