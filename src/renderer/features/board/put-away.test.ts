import { describe, expect, it } from 'vitest';
import type { Board } from '../../app/review-store.ts';
import { createToolStore } from '../../viewer/tools/tool-store.ts';
import { putAway } from './put-away.ts';

const image = { sha256: 'a'.repeat(64), width: 1000, height: 800 } as Board['image'] & object;
const box = { x: 100, y: 200, width: 60, height: 40 };
const left = { id: 'left', annotations: [], image };
const target = { defectId: 'd1', annotationId: null, box };

describe('what is in hand as another board comes', () => {
  it('is kept for the board that it was adjusted on, and never twice', () => {
    const tools = createToolStore();
    tools.send({ type: 'choose_adjust', target }, image);
    tools.send({ type: 'nudge', dx: 8, dy: 0 }, image);
    expect(putAway(tools, left)).toMatchObject({
      adjusted: [{ inspectionId: 'left', defectId: 'd1', kind: 'incorrect_box', box: { ...box, x: 108 } }],
      untyped: false,
    });
    expect(tools.getState().tool.name).toBe('select');
    expect(putAway(tools, { ...left, id: 'next' })).toEqual({ adjusted: [], untyped: false });
  });

  it('changes the correction that the board has by now', () => {
    const tools = createToolStore();
    tools.send({ type: 'choose_adjust', target }, image);
    tools.send({ type: 'grow', dx: 5, dy: 5 }, image);
    const corrected = { id: 'a1', defectId: 'd1', kind: 'incorrect_box', box, label: null, notes: 'worn' };
    const board = { ...left, annotations: [corrected] as unknown as Board['annotations'] };
    expect(putAway(tools, board).adjusted).toMatchObject([{ id: 'a1', notes: 'worn', box: { width: 65, height: 45 } }]);
  });

  it('is nothing where the box is as it was, and where Escape dropped it', () => {
    const tools = createToolStore();
    tools.send({ type: 'choose_adjust', target }, image);
    expect(putAway(tools, left).adjusted).toEqual([]);
    tools.send({ type: 'choose_adjust', target }, image);
    tools.send({ type: 'nudge', dx: 8, dy: 0 }, image);
    tools.send({ type: 'escape' }, image);
    expect(putAway(tools, left).adjusted).toEqual([]);
  });

  it('is told where it is a new box without a type', () => {
    const tools = createToolStore();
    tools.send({ type: 'choose_draw' }, image);
    tools.send({ type: 'place', box }, image);
    expect(putAway(tools, left)).toEqual({ adjusted: [], untyped: true });
  });
});
