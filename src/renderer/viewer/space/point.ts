/** A place: board pixels, image pixels or CSS pixels of a pane, as the name of the variable says. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const sameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;
