import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CopperEdit } from './board-model.ts';
import { type BoardPlan, planBoard } from './generate-board.ts';
import { boxAround, grow } from './geometry.ts';
import { boxMargin } from './ground-truth.ts';
import { cutOut, labelAreas, type MaskBlock } from './mask-block.ts';
import { copperMask } from './render.ts';
import { indexShapes } from './shape-index.ts';

const size = 288;
const whole = { x: 0, y: 0, width: size, height: size };

/** The exact copper, drawn by the renderer: not the polygons that the injector itself tried. */
function drawn(plan: BoardPlan, edits: readonly CopperEdit[]): MaskBlock {
  return { ...whole, data: copperMask(indexShapes(plan.golden.shapes.layout, edits), whole) };
}

function plans(count: number): BoardPlan[] {
  return Array.from({ length: count }, (_, index) =>
    planBoard({ seed: `claims/${index}`, width: size, height: size, shift: 0, rotate: 0, defects: 4 }),
  );
}

function pieces(block: MaskBlock, value: 0 | 1): number {
  return labelAreas(block, value).count;
}

describe('the copper of a board with defects', () => {
  const drawnPlans = plans(18).map((plan) => ({ plan, golden: drawn(plan, []) }));

  it('differs from the golden within the boxes and nowhere else', () => {
    for (const { plan, golden } of drawnPlans) {
      const board = drawn(plan, plan.edits);
      const boxes = plan.edits.map((edit) => grow(boxAround(edit.hull), 2));
      golden.data.forEach((value, pixel) => {
        if (value === board.data[pixel]) return;
        const x = (pixel % size) + 0.5;
        const y = Math.floor(pixel / size) + 0.5;
        expect(
          boxes.filter((box) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height),
        ).toHaveLength(1);
      });
    }
  });

  it('reaches the label box less the margin on every side that the picture does not cut', () => {
    for (const { plan, golden } of drawnPlans) {
      plan.edits.forEach((edit, index) => {
        const board = drawn(plan, [edit]);
        const changed = [...golden.data.keys()].filter((pixel) => golden.data[pixel] !== board.data[pixel]);
        const seen = boxAround(
          changed.map((pixel) => ({ x: (pixel % size) + 0.5, y: Math.floor(pixel / size) + 0.5 })),
        );
        const told = plan.truth.defects[index]!.bbox;
        const margin = boxMargin[edit.type] + 0.5;
        const close = (first: number, second: number): void =>
          expect(Math.abs(first - second)).toBeLessThanOrEqual(1.5);
        if (told.x > 0) close(told.x, seen.x - margin);
        if (told.y > 0) close(told.y, seen.y - margin);
        if (told.x + told.width < size) close(told.x + told.width, seen.x + seen.width + margin);
        if (told.y + told.height < size) close(told.y + told.height, seen.y + seen.height + margin);
      });
    }
  });

  it('does what each type says', () => {
    const seen = new Set<string>();
    for (const { plan, golden } of drawnPlans) {
      for (const edit of plan.edits) {
        const near = grow(boxAround(edit.hull), 14);
        const before = cutOut(golden, near);
        const after = cutOut(drawn(plan, [edit]), near);
        const copper = pieces(after, 1) - pieces(before, 1);
        const gaps = pieces(after, 0) - pieces(before, 0);
        seen.add(edit.type);
        const claim = `${plan.truth.seed} ${edit.type}`;
        if (edit.type === 'open') expect(copper, claim).toBeGreaterThanOrEqual(1);
        if (edit.type === 'short') expect(copper, claim).toBeLessThanOrEqual(-1);
        if (edit.type === 'copper') expect([copper, gaps], claim).toEqual([1, 0]);
        if (edit.type === 'pin_hole') expect([copper, gaps], claim).toEqual([0, 1]);
        if (edit.type === 'mousebite' || edit.type === 'spur') expect([copper, gaps], claim).toEqual([0, 0]);
      }
    }
    expect([...seen].sort()).toEqual(['copper', 'mousebite', 'open', 'pin_hole', 'short', 'spur']);
  });

  it('keeps drilled pads clear of pads of other nets', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { layout } = planBoard({ seed, width: 192, height: 192, defects: 0 }).golden.shapes;
        for (const pad of layout.pads) {
          for (const other of layout.pads) {
            if (pad.net >= other.net || (pad.drill === 0 && other.drill === 0)) continue;
            const dx = Math.abs(pad.centre.x - other.centre.x) - (pad.width + other.width) / 2;
            const dy = Math.abs(pad.centre.y - other.centre.y) - (pad.height + other.height) / 2;
            expect(Math.max(dx, dy)).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 15 },
    );
  });
});
