import { describe, expect, it } from 'vitest';
import { identity } from '../space/affine.ts';
import { type Comparison, compareModes, panesOf, picturesOf } from './compare-mode.ts';

const board = { sha256: 'b', width: 100, height: 80, toBoard: identity };
const golden = { sha256: 'g', width: 100, height: 80, toBoard: identity };
const comparison: Comparison = { mode: 'board', board, golden, goldenShown: false, curtain: 0.3 };
const shown = (change: Partial<Comparison>) =>
  panesOf({ ...comparison, ...change }).map(({ layers }) => layers.map(({ picture }) => picture.sha256).join('+'));

describe('comparing with the golden', () => {
  it('draws what each mode says', () => {
    expect(shown({ mode: 'board' })).toEqual(['b']);
    expect(shown({ mode: 'side' })).toEqual(['b', 'g']);
    expect(shown({ mode: 'blink' })).toEqual(['b']);
    expect(shown({ mode: 'blink', goldenShown: true })).toEqual(['g']);
    expect(shown({ mode: 'curtain' })).toEqual(['b+g']);
    expect(shown({ mode: 'difference' })).toEqual(['b+g']);
  });

  it.each(compareModes)('shows the board alone in mode %s where there is no golden', (mode) => {
    expect(shown({ mode, golden: null, goldenShown: true })).toEqual(['b']);
  });

  it('keeps both pictures loaded while they blink', () => {
    const blinking = { ...comparison, mode: 'blink' } as const;
    const [pane] = panesOf(blinking);
    expect(picturesOf(blinking, pane!).map(({ sha256 }) => sha256)).toEqual(['b', 'g']);
  });
});
