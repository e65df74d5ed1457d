import { describe, expect, it } from 'vitest';
import { inLight, lightTables } from './light.ts';

const every = Array.from({ length: 256 }, (_, value) => value);

describe('bringing board and golden into one light', () => {
  it('leaves every value as it is where the light is about the golden’s', () => {
    for (const light of [
      { gain: 1, offset: 0 },
      { gain: 0.9, offset: 0 },
      { gain: 1.1, offset: 3 },
      { gain: 1, offset: 25 },
      { gain: 0.85, offset: 20 },
    ]) {
      expect(lightTables(light)).toBeNull();
    }
  });

  it.each([
    { gain: 0.2, offset: 0 },
    { gain: 0.4, offset: 60 },
    { gain: 0.6, offset: -12 },
    { gain: 1, offset: 45 },
    { gain: 1.5, offset: 0 },
    { gain: 2.5, offset: -20 },
  ])('gives one value to what the board shows of the golden and to the golden: $gain, $offset', (light) => {
    const { board, golden } = lightTables(light)!;
    for (const value of every) {
      const seen = Math.round(inLight(light, value));
      expect(golden[value]).toBe(board ? board[seen] : seen);
    }
  });

  it('gives a darker board the contrast of its golden, and a brighter one keeps its own', () => {
    const darker = lightTables({ gain: 0.4, offset: 10 })!;
    for (const value of every) expect(Math.abs(darker.golden[value]! - value)).toBeLessThanOrEqual(2);
    expect(lightTables({ gain: 1.5, offset: 0 })!.board).toBeNull();
  });
});
