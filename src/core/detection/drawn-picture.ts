/**
 * The mark of the pictures that the program draws itself: a comment in the JPEG. Overlays are often written into a folder
 * that is inspected again, and on one of them a model finds nothing: what was wrong is painted over.
 */

const text = Uint8Array.from('Fiducial: findings drawn in', (letter) => letter.charCodeAt(0));

/** How much of a file's beginning tells whether it has the mark. */
export const drawnMarkBytes = 1024;

/** The same picture with the mark. @param jpeg As an encoder made it. */
export function markDrawn(jpeg: Uint8Array): Uint8Array {
  const at = endOfApplicationSegments(jpeg);
  const marked = new Uint8Array(jpeg.length + 4 + text.length);
  marked.set(jpeg.subarray(0, at));
  const length = 2 + text.length;
  marked.set([0xff, 0xfe, length >> 8, length & 0xff], at);
  marked.set(text, at + 4);
  marked.set(jpeg.subarray(at), at + 4 + text.length);
  return marked;
}

/** @param head The first `drawnMarkBytes` of a file, or all of a shorter one. */
export function isMarkedDrawn(head: Uint8Array): boolean {
  if (head[0] !== 0xff || head[1] !== 0xd8) return false;
  const at = endOfApplicationSegments(head);
  if (head[at] !== 0xff || head[at + 1] !== 0xfe) return false;
  const comment = head.subarray(at + 4, at + 4 + text.length);
  return comment.length === text.length && comment.every((byte, index) => byte === text[index]);
}

/** JFIF wants its segment (APP0) first. */
function endOfApplicationSegments(jpeg: Uint8Array): number {
  let at = 2;
  while (jpeg[at] === 0xff && ((jpeg[at + 1] ?? 0) & 0xf0) === 0xe0)
    at += 2 + (((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0));
  return at;
}
