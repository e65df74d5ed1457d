import type { Box } from './box.ts';

/** Part of the board that a recipe inspects (`include`) or leaves out (`exclude`), in golden pixels. No include region means the whole board. */
export interface Region {
  readonly kind: 'include' | 'exclude';
  readonly box: Box;
}
