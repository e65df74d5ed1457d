import { describe, expect, it } from 'vitest';
import { middle } from '../space/view.ts';
import { createViewStore } from './view-store.ts';

const board = { width: 4000, height: 3000 };
const pane = { width: 800, height: 600 };

function shownBoard() {
  const view = createViewStore();
  view.actions.show(board);
  view.actions.resize(pane, 1);
  return view;
}

describe('the view that all panes share', () => {
  it('fits a board when the pane gets its size, and again while nobody has moved it', () => {
    const view = shownBoard();
    expect(view.getState().fitted).toBe(true);
    view.actions.resize({ width: 400, height: 300 }, 1);
    expect(view.getState().view.scale).toBeLessThan(0.1);
  });

  it('keeps the zoom for the next board of the same size, and fits one of another size', () => {
    const view = shownBoard();
    view.actions.zoom(6);
    const before = view.getState().view;
    view.actions.show({ ...board });
    expect(view.getState().view).toBe(before);
    view.actions.show({ width: 640, height: 640 });
    expect(view.getState().fitted).toBe(true);
  });

  it('keeps the place in the middle when the pane changes its size', () => {
    const view = shownBoard();
    view.actions.zoom(10, { x: 200, y: 100 });
    const before = middle(view.getState().view, pane);
    view.actions.resize({ width: 500, height: 700 }, 1);
    const after = middle(view.getState().view, view.getState().pane);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
  });

  it('does not move for a defect that is in sight, and stays fitted', () => {
    const view = shownBoard();
    const before = view.getState().view;
    view.actions.reveal({ x: 1900, y: 1400, width: 60, height: 60 });
    expect(view.getState()).toMatchObject({ view: before, fitted: true });
  });

  it('brings a defect that is out of sight to the middle without changing the zoom', () => {
    const view = shownBoard();
    view.actions.zoom(10, { x: 0, y: 0 });
    const { scale } = view.getState().view;
    view.actions.reveal({ x: 3000, y: 2000, width: 100, height: 100 });
    expect(view.getState().view.scale).toBe(scale);
    expect(middle(view.getState().view, pane)).toEqual({ x: 3050, y: 2050 });
  });

  it('a pinch zooms about the fingers and moves with them', () => {
    const view = shownBoard();
    view.actions.zoom(8);
    const { scale } = view.getState().view;
    view.actions.pinch({ x: 400, y: 300 }, { x: 420, y: 310 }, 1.5);
    expect(view.getState().view.scale).toBeCloseTo(scale * 1.5);
    expect(view.getState().fitted).toBe(false);
  });

  it('does nothing before the pane has a size', () => {
    const view = createViewStore();
    view.actions.show(board);
    view.actions.zoom(2);
    expect(view.getState().view).toEqual({ scale: 1, x: 0, y: 0 });
  });
});
