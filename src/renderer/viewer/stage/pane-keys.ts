/** What keys do while a pane has the focus. The window's commands have all others. Pure. */
import type { Box } from '../../../core/detection/box.ts';
import type { Size } from '../space/point.ts';
import { middle, type View } from '../space/view.ts';
import type { ToolEvent, ToolName } from '../tools/tool.ts';

export type PaneKeyAction =
  | { readonly type: 'tool'; readonly event: ToolEvent }
  /** CSS pixels by which what is shown moves. */
  | { readonly type: 'pan'; readonly dx: number; readonly dy: number };

export interface PaneKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
}

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** CSS pixels of one press. */
const panStep = 96;
/** Board pixels of one press with Shift. */
const longNudge = 10;
/** Share of the pane's shorter side that a box placed by keyboard takes. */
const placedShare = 0.15;

/** A square in the middle of what is shown, on the board. */
export function boxInMiddle(view: View, pane: Size, board: Size): Box {
  const wanted = (Math.min(pane.width, pane.height) / view.scale) * placedShare;
  const side = Math.max(4, Math.round(Math.min(wanted, board.width, board.height)));
  const at = middle(view, pane);
  const place = (centre: number, length: number): number =>
    Math.max(0, Math.min(Math.round(centre - side / 2), length - side));
  return { x: place(at.x, board.width), y: place(at.y, board.height), width: side, height: side };
}

/** Null: the key is not the pane's. */
export function paneKeyAction(
  press: PaneKey,
  tool: ToolName,
  frame: { readonly view: View; readonly pane: Size; readonly board: Size },
): PaneKeyAction | null {
  const toTool = (event: ToolEvent): PaneKeyAction => ({ type: 'tool', event });
  const busy = tool !== 'select';
  if (press.key === 'Escape' && busy) return toTool({ type: 'escape' });
  if (press.key === 'Enter' && tool === 'draw')
    return toTool({ type: 'place', box: boxInMiddle(frame.view, frame.pane, frame.board) });
  if (press.key === 'Enter' && busy) return toTool({ type: 'keep' });
  const direction = directions[press.key];
  if (direction === undefined) return null;
  const [x, y] = direction;
  if (tool === 'adjust') {
    const length = press.shiftKey ? longNudge : 1;
    return toTool({ type: press.ctrlKey ? 'grow' : 'nudge', dx: x * length, dy: y * length });
  }
  return press.shiftKey && !press.ctrlKey ? { type: 'pan', dx: -x * panStep, dy: -y * panStep } : null;
}
