/** In which light the board was taken, as its golden tells: board = gain · golden + offset. */
export interface Light {
  readonly gain: number;
  readonly offset: number;
}

/** Grey levels by which board and golden differ more than uneven light can explain. */
export const foreignDifference = 40;

/** A golden's grey value in the board's light, which a sensor cuts at black and white. */
export const inLight = ({ gain, offset }: Light, golden: number): number =>
  Math.max(0, Math.min(255, gain * golden + offset));
