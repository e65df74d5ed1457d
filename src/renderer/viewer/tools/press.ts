import type { Point } from '../space/point.ts';
import type { Press, ToolEffect } from './tool.ts';

/** A pointer that moved less than this did not move: hands shake, and gloves more. Pane pixels. */
const clickSlack = 5;

export const pressAt = (at: Point): Press => ({ at, last: at, panning: false });

/** The pointer moved while it was down on nothing that can be dragged: it moves the board. */
export function dragPress(press: Press, to: Point): { press: Press; effects: readonly ToolEffect[] } {
  const panning = press.panning || Math.hypot(to.x - press.at.x, to.y - press.at.y) > clickSlack;
  if (!panning) return { press, effects: [] };
  const dx = to.x - press.last.x;
  const dy = to.y - press.last.y;
  return { press: { ...press, last: to, panning }, effects: dx === 0 && dy === 0 ? [] : [{ type: 'pan', dx, dy }] };
}
