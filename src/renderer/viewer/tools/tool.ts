/**
 * What the pointer does on the board, as a state machine: one state per file, `step` picks it. Pure: a state and an
 * event give the next state and what the window must do about it.
 */
import type { Box } from '../../../core/detection/box.ts';
import type { Point, Size } from '../space/point.ts';
import type { Handle } from './handles.ts';

/** A box that is being corrected: of a defect, of an annotation that has one, or of neither: then it is new. */
export interface Target {
  readonly defectId: string | null;
  readonly annotationId: string | null;
  /** As it is stored, board pixels. */
  readonly box: Box;
}

export type Tool =
  /** Dragging moves the board, a click selects. */
  | { readonly name: 'select'; readonly press: Press | null }
  /** Dragging draws a box. `from` is null until the pointer is down. */
  | { readonly name: 'draw'; readonly from: Point | null; readonly box: Box | null }
  /** A box with handles; `box` differs from the target's after nudging, until it is kept. */
  | { readonly name: 'adjust'; readonly target: Target; readonly box: Box; readonly press: Press | null }
  | { readonly name: 'move'; readonly target: Target; readonly before: Box; readonly from: Point; readonly box: Box }
  | {
      readonly name: 'resize';
      readonly target: Target;
      readonly before: Box;
      readonly from: Point;
      readonly handle: Handle;
      readonly box: Box;
    };

export type ToolName = Tool['name'];

/** A pointer that went down and may become a click or a pan. Pane pixels. */
export interface Press {
  readonly at: Point;
  readonly last: Point;
  readonly panning: boolean;
}

export type ToolEvent =
  | { readonly type: 'pointer_down'; readonly at: Point; readonly pane: Point; readonly reach: number }
  | { readonly type: 'pointer_move'; readonly at: Point; readonly pane: Point; readonly even: boolean }
  | { readonly type: 'pointer_up'; readonly at: Point; readonly pane: Point; readonly reach: number }
  /** The gesture was taken away: a second finger, the system. */
  | { readonly type: 'pointer_lost' }
  /** Board pixels. */
  | { readonly type: 'nudge'; readonly dx: number; readonly dy: number }
  /** Moves the lower right corner. Board pixels. */
  | { readonly type: 'grow'; readonly dx: number; readonly dy: number }
  /** Draws without a pointer: this box, to be nudged into place. */
  | { readonly type: 'place'; readonly box: Box }
  | { readonly type: 'keep' }
  | { readonly type: 'escape' }
  | { readonly type: 'choose_select' }
  | { readonly type: 'choose_draw' }
  | { readonly type: 'choose_adjust'; readonly target: Target };

export type ToolEffect =
  /** Pane pixels. */
  | { readonly type: 'pan'; readonly dx: number; readonly dy: number }
  /** Whatever lies there, or nothing. Board pixels. */
  | { readonly type: 'pick'; readonly at: Point; readonly reach: number }
  | { readonly type: 'drew'; readonly box: Box }
  | { readonly type: 'adjusted'; readonly target: Target; readonly box: Box };

export interface Step {
  readonly tool: Tool;
  readonly effects: readonly ToolEffect[];
}

export const isNew = (target: Target): boolean => target.defectId === null && target.annotationId === null;

export const stay = (tool: Tool): Step => ({ tool, effects: [] });
export const selecting: Tool = { name: 'select', press: null };

/** What every state may ask for. `board`: its size in pixels. */
export interface Ground {
  readonly board: Size;
}
