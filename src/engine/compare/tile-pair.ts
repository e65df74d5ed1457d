/** One tile of a board and of its registered golden: 8-bit luma, row-major, the same size. */
export interface TilePair {
  readonly board: Uint8Array;
  readonly golden: Uint8Array;
  readonly width: number;
  readonly height: number;
}
