/** In which light the board was taken, as its golden tells: board = gain · golden + offset. */
export interface Light {
  readonly gain: number;
  readonly offset: number;
}

/** That of the golden itself. */
export const goldenLight: Light = { gain: 1, offset: 0 };

/** Grey levels by which board and golden differ more than uneven light can explain. */
export const foreignDifference = 40;

/**
 * Grey levels by which the light moves black or white where it is another: drawn boards under another lamp, with noise and blur as in the training, stay below
 * 25, and down to 0.8 of the golden's light the model loses nothing. In less, pixels stay as they are.
 */
const otherLight = 32;

/** A golden's grey value in the board's light, which a sensor cuts at black and white. */
export const inLight = (light: Light, golden: number): number => Math.max(0, Math.min(255, uncut(light, golden)));

/** The same as if a sensor had no limits. */
export const uncut = ({ gain, offset }: Light, golden: number): number => gain * golden + offset;

export const isOtherLight = (light: Light): boolean =>
  Math.max(Math.abs(uncut(light, 0)), Math.abs(uncut(light, 255) - 255)) > otherLight;

/** What is left of a difference in grey levels on a board in a darker light. */
export const contrastIn = (light: Light): number => (isOtherLight(light) ? Math.min(1, light.gain) : 1);

/** New grey values by old ones, which bring a board and its golden into one light. */
export interface LightTables {
  /** Null: the board stays as it is. */
  readonly board: Uint8Array | null;
  readonly golden: Uint8Array;
}

/**
 * The golden is brought into the board's light, cut and rounded as the sensor did, so that both show the same. Where that is the darker one, both are then
 * brought to the golden's: the model knows flaws by their contrast. Null where the light is the golden's.
 */
export function lightTables(light: Light): LightTables | null {
  if (!isOtherLight(light)) return null;
  const golden = Uint8Array.from({ length: 256 }, (_, value) => Math.round(inLight(light, value)));
  if (light.gain >= 1) return { board: null, golden };
  const { gain, offset } = light;
  const board = Uint8Array.from({ length: 256 }, (_, value) =>
    Math.round(Math.max(0, Math.min(255, (value - offset) / gain))),
  );
  return { board, golden: golden.map((value) => board[value]!) };
}
