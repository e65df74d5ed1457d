/** Which pixels two inspections share, so that their defects can be compared by place. */
import type { Box } from '../../../core/detection/box.ts';

interface Matrix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

interface Pictured {
  readonly image: { readonly sha256: string } | null;
  readonly golden: { readonly sha256: string } | null;
  readonly registration: { readonly matrix: Matrix } | null;
}

/**
 * `image`: the same picture, inspected twice. `golden`: both boards lie on the same golden, so places are compared
 * there. `none`: nothing says where a place of one board is on the other.
 */
export type SharedPixels = 'image' | 'golden' | 'none';

export function sharedPixels(one: Pictured, other: Pictured): SharedPixels {
  if (one.image !== null && one.image.sha256 === other.image?.sha256) return 'image';
  const onGolden = one.registration !== null && other.registration !== null;
  return onGolden && one.golden !== null && one.golden.sha256 === other.golden?.sha256 ? 'golden' : 'none';
}

/** The axis-aligned box around a board's box where it lies on its golden; [a b; c d] × point + [e, f]. */
export function onGolden(box: Box, { a, b, c, d, e, f }: Matrix): Box {
  const corners = [
    [box.x, box.y],
    [box.x + box.width, box.y],
    [box.x, box.y + box.height],
    [box.x + box.width, box.y + box.height],
  ] as const;
  const xs = corners.map(([x, y]) => a * x + b * y + e);
  const ys = corners.map(([x, y]) => c * x + d * y + f);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
