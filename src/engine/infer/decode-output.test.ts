import { describe, expect, it } from 'vitest';
import { tileDecoders } from './decode-output.ts';
import type { DecodeSettings } from './tile-decoder.ts';

const settings: DecodeSettings = { classCount: 3, floor: 0.25, width: 64, height: 32 };
/** A failure with a code, not an empty list. */
const unusable = expect.objectContaining({ code: 'MODEL_RUN_FAILED' });
const rows = (...values: readonly (readonly number[])[]): Float32Array => Float32Array.from(values.flat());

describe('rows of six', () => {
  it('become boxes of one tile; rows below the floor end nothing', () => {
    const data = rows([0, 0, 9, 9, 1, 0], [1, 1, 2, 2, 0, 0], [4, 5, 14, 25, 0.5, 2], [0, 0, 9, 9, 0.125, 1]);
    const output = { data, dims: [2, 2, 6] };
    expect(tileDecoders.detections_nk6(output, 1, settings).found).toEqual([
      { box: { x: 4, y: 5, width: 10, height: 20 }, confidence: 0.5, classIndex: 2 },
    ]);
    expect(tileDecoders.end_to_end(output, 1, settings).found).toHaveLength(1);
  });

  it.each([
    ['a confidence that is no number', [0, 0, 9, 9, Number.NaN, 0]],
    ['an endless confidence', [0, 0, 9, 9, Number.POSITIVE_INFINITY, 0]],
    ['a corner that is no number', [Number.NaN, 0, 9, 9, 0.9, 0]],
    ['an endless corner', [0, 0, Number.POSITIVE_INFINITY, 9, 0.9, 0]],
    ['a class that does not exist', [0, 0, 9, 9, 0.9, 3]],
    ['a class between two', [0, 0, 9, 9, 0.9, 0.5]],
    ['a negative class', [0, 0, 9, 9, 0.9, -1]],
    ['a class that is no number', [0, 0, 9, 9, 0.9, Number.NaN]],
  ])('with %s are no clean tile: the run has failed', (_name, row) => {
    const output = { data: rows([0, 0, 9, 9, 0, 0], row), dims: [1, 2, 6] };
    expect(() => tileDecoders.detections_nk6(output, 0, settings)).toThrow(unusable);
  });

  it('that were promised and are missing are no clean tile either', () => {
    expect(() => tileDecoders.detections_nk6({ data: rows(), dims: [1, 2, 6] }, 0, settings)).toThrow(unusable);
  });

  it('below the floor may hold anything; without an area they are left out', () => {
    const data = rows([Number.NaN, 0, 9, 9, 0, -1], [9, 0, 4, 9, 0.9, 0], [4, 4, 4, 9, 0.9, 0]);
    expect(tileDecoders.detections_nk6({ data, dims: [1, 3, 6] }, 0, settings).found).toEqual([]);
  });

  it('that all reach the floor are a full list: there may be more than the model can name', () => {
    const isFull = (...confidences: readonly number[]): boolean => {
      const data = rows(...confidences.map((confidence) => [0, 0, 9, 9, confidence, 0]));
      return tileDecoders.detections_nk6({ data, dims: [1, confidences.length, 6] }, 0, settings).isFull;
    };
    expect(isFull(0.9, 0.5, 0.25)).toBe(true);
    expect(isFull(0.9, 0.5, 0.24)).toBe(false);
    expect(isFull(0.9, 0, 0.5)).toBe(false);
    expect(tileDecoders.end_to_end({ data: rows(), dims: [1, 0, 6] }, 0, settings).isFull).toBe(false);
    // Asked for all that it can name, to be ranked, the model names as many on any board.
    const ranked = { data: rows([0, 0, 9, 9, 0.5, 0], [0, 0, 9, 9, 0.02, 0]), dims: [1, 2, 6] };
    expect(tileDecoders.detections_nk6(ranked, 0, { ...settings, floor: 0.01 })).toMatchObject({
      found: [{}, {}],
      isFull: false,
    });
  });

  it('never have more than full confidence', () => {
    const output = { data: rows([0, 0, 9, 9, 7, 0]), dims: [1, 1, 6] };
    expect(tileDecoders.detections_nk6(output, 0, settings).found[0]?.confidence).toBe(1);
  });
});

describe('YOLOv8 anchors', () => {
  it('become boxes around their middle, with the best class', () => {
    const anchors = 3;
    const channels = rows(
      [20, 1, 40],
      [10, 1, 12],
      [8, 1, 4],
      [4, 1, 6],
      [0.125, 0.1, 0],
      [0.75, 0.2, 0],
      [0.5, 0, 0.5],
    );
    const data = Float32Array.from([...new Float32Array(7 * anchors), ...channels]);
    expect(tileDecoders.yolov8({ data, dims: [2, 7, anchors] }, 1, settings).found).toEqual([
      { box: { x: 16, y: 8, width: 8, height: 4 }, confidence: 0.75, classIndex: 1 },
      { box: { x: 38, y: 9, width: 4, height: 6 }, confidence: 0.5, classIndex: 2 },
    ]);
  });

  it.each([
    ['confidence', 4, Number.NaN],
    ['confidence', 6, Number.POSITIVE_INFINITY],
    ['place', 0, Number.NaN],
    ['size', 3, Number.POSITIVE_INFINITY],
  ])('with a %s (row %i) of %d are no clean tile: the run has failed', (_name, row, value) => {
    const data = rows([20], [10], [8], [4], [0.9], [0.1], [0.1]);
    data[row] = value;
    expect(() => tileDecoders.yolov8({ data, dims: [1, 7, 1] }, 0, settings)).toThrow(unusable);
  });
});

describe('an anomaly map', () => {
  it('becomes one box for each group of cells that touch, scaled to the input', () => {
    // 4 × 8 cells of 8 × 8 px: a diagonal pair top left, one cell bottom right.
    const data = new Float32Array(32);
    data[0] = 0.5;
    data[9] = 0.75;
    data[31] = 0.5;
    data[20] = 0.125;
    expect(tileDecoders.anomaly_map({ data, dims: [1, 1, 4, 8] }, 0, settings).found).toEqual([
      { box: { x: 0, y: 0, width: 16, height: 16 }, confidence: 0.75, classIndex: 0 },
      { box: { x: 56, y: 24, width: 8, height: 8 }, confidence: 0.5, classIndex: 0 },
    ]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'with a score of %d is no clean tile: the run has failed',
    (score) => {
      const data = new Float32Array(32);
      data[17] = score;
      expect(() => tileDecoders.anomaly_map({ data, dims: [1, 1, 4, 8] }, 0, settings)).toThrow(unusable);
      expect(() => tileDecoders.anomaly_map({ data, dims: [1, 1, 4, 9] }, 0, settings)).toThrow(unusable);
    },
  );

  it('that is hot everywhere is one box and no deep recursion', () => {
    const data = new Float32Array(640 * 640).fill(1);
    const whole = tileDecoders.anomaly_map({ data, dims: [1, 1, 640, 640] }, 0, {
      ...settings,
      width: 640,
      height: 640,
    });
    expect(whole.found.map(({ box }) => box)).toEqual([{ x: 0, y: 0, width: 640, height: 640 }]);
  });
});
