import type { Detection } from './box.ts';

/**
 * The order in which detections are judged: the more confident first. Ties fall to type and place, so that the result
 * does not depend on the order in which tiles happen to finish.
 */
export function byRank(a: Detection, b: Detection): number {
  return (
    b.confidence - a.confidence ||
    a.classIndex - b.classIndex ||
    a.box.y - b.box.y ||
    a.box.x - b.box.x ||
    a.box.width - b.box.width ||
    a.box.height - b.box.height
  );
}
