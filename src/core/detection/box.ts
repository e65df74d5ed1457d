/** An axis-aligned box in image pixels: `x`, `y` is the top left corner, the right and bottom edges are exclusive. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a model found: a box in image pixels, a confidence in 0..1 and an index into the model's class list. */
export interface Detection {
  readonly box: Box;
  readonly confidence: number;
  readonly classIndex: number;
}
