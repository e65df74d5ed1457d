import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box } from '../../core/detection/box.ts';
import { overlap } from './box-grid.ts';
import { type LabelToPlace, type PlacedLabel, placeLabels } from './label-places.ts';

const picture = { width: 800, height: 600 };

const labels = (most: number, largest: number): fc.Arbitrary<LabelToPlace[]> =>
  fc.array(
    fc.record({
      frame: fc.record({
        x: fc.double({ min: -20, max: picture.width, noNaN: true }),
        y: fc.double({ min: -20, max: picture.height, noNaN: true }),
        width: fc.double({ min: 8, max: largest, noNaN: true }),
        height: fc.double({ min: 8, max: largest, noNaN: true }),
      }),
      width: fc.integer({ min: 20, max: 110 }),
      height: fc.integer({ min: 12, max: 24 }),
    }),
    { minLength: 1, maxLength: most },
  );

/** Marks as close to each other as defects of one scratch. */
const scratch = fc
  .tuple(labels(30, 30), fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 500 }))
  .map(([made, x, y]) =>
    made.map((label) => ({
      ...label,
      frame: { ...label.frame, x: x + (label.frame.x + 20) / 8, y: y + (label.frame.y + 20) / 6 },
    })),
  );

const isPlaced = (place: PlacedLabel | null): place is PlacedLabel => place !== null;

/** Pairs of plates that cannot both be read. */
const unreadable = (places: readonly PlacedLabel[]): readonly (readonly [PlacedLabel, PlacedLabel])[] =>
  places.flatMap((one, at) =>
    places
      .slice(at + 1)
      .filter(({ plate }) => overlap(one.plate, plate))
      .map((other) => [one, other] as const),
  );

const covered = (places: readonly PlacedLabel[], frames: readonly Box[]): number =>
  places.filter(({ plate }) => frames.some((frame) => overlap(plate, frame))).length;

describe('labels', () => {
  it.each([
    ['anywhere', labels(60, 120)],
    ['on a scratch', scratch],
  ])('%s never cover each other, and lie in the picture', (_, marks) => {
    fc.assert(
      fc.property(marks, (asked) => {
        const places = placeLabels(asked, picture).filter(isPlaced);
        expect(unreadable(places)).toEqual([]);
        for (const { plate } of places) {
          expect(Math.min(plate.x, plate.y)).toBeGreaterThanOrEqual(0);
          expect(plate.x + plate.width).toBeLessThanOrEqual(picture.width);
          expect(plate.y + plate.height).toBeLessThanOrEqual(picture.height);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('above each frame cover each other on a scratch (negative control)', () => {
    const seen = fc.sample(scratch, { numRuns: 20, seed: 1 }).some((asked) => {
      const above = asked.map(({ frame, width, height }) => ({
        plate: { x: frame.x, y: frame.y - height, width, height },
        leader: null,
      }));
      return unreadable(above).length > 0;
    });
    expect(seen).toBe(true);
  });

  it('of a few marks are all there, and cover no frame', () => {
    fc.assert(
      fc.property(labels(6, 40), (asked) => {
        const places = placeLabels(asked, picture);
        expect(places.filter((place) => place === null)).toEqual([]);
        const frames = asked.map(({ frame }) => frame);
        expect(covered(places.filter(isPlaced), frames)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('stand above their frame; below it at the upper edge of the picture, in it where it fills the picture', () => {
    const size = { width: 60, height: 16 };
    const placed = (frame: Box) => placeLabels([{ frame, ...size }], picture)[0];
    expect(placed({ x: 100, y: 200, width: 30, height: 20 })).toEqual({
      plate: { x: 100, y: 184, ...size },
      leader: null,
    });
    expect(placed({ x: 100, y: 5, width: 30, height: 20 })?.plate).toEqual({ x: 100, y: 25, ...size });
    expect(placed({ x: 780, y: 200, width: 15, height: 20 })?.plate).toEqual({ x: 740, y: 184, ...size });
    const filling = placed({ x: 0, y: 0, ...picture });
    expect(filling?.leader).toBeNull();
    expect(filling?.plate.y).toBeLessThan(20);
  });

  it('that find no place beside their frame have a line to it', () => {
    const asked = Array.from({ length: 9 }, (_, at) => ({
      frame: { x: 380 + (at % 3) * 14, y: 280 + Math.floor(at / 3) * 14, width: 10, height: 10 },
      width: 70,
      height: 16,
    }));
    const places = placeLabels(asked, picture);
    expect(places.filter((place) => place === null)).toEqual([]);
    const led = places.filter(isPlaced).filter(({ leader }) => leader !== null);
    expect(led.length).toBeGreaterThan(0);
    for (const [at, place] of places.entries()) {
      if (place?.leader == null) continue;
      const { frame } = asked[at]!;
      const { from, to } = place.leader;
      const touches = (box: Box, { x, y }: { x: number; y: number }): boolean =>
        overlap({ x: x - 0.5, y: y - 0.5, width: 1, height: 1 }, box);
      expect([touches(place.plate, from), touches(frame, to)]).toEqual([true, true]);
    }
  });

  it('that nothing is left for are left out rather than laid over others', () => {
    const asked = Array.from({ length: 40 }, () => ({
      frame: { x: 20, y: 20, width: 8, height: 8 },
      width: 60,
      height: 16,
    }));
    const places = placeLabels(asked, { width: 130, height: 60 });
    expect(places.filter(isPlaced).length).toBeGreaterThan(1);
    expect(places).toContain(null);
    expect(unreadable(places.filter(isPlaced))).toEqual([]);
  });
});
