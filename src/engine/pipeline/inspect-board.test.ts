import { describe, expect, it } from 'vitest';
import type { Detection } from '../../core/detection/box.ts';
import { EngineFault } from '../fault.ts';
import type { TilesRun } from '../infer/inference.ts';
import type { InspectJob, InspectSettings, ModelToLoad } from '../protocol.ts';
import { inspectBoard } from './inspect-board.ts';
import type { Line } from './run-tiles.ts';
import { createTileSlots } from './tile-slots.ts';
import type { PreparedBoard, Vision } from './vision.ts';

const side = 100;
const model: ModelToLoad = {
  name: 'fake',
  version: '1',
  path: '',
  sha256: '',
  input: { name: 'pair', dtype: 'uint8', width: side, height: side, channels: 'pair' },
  output: { name: 'out', decoder: 'detections_nk6' },
  classCount: 1,
};
const job: InspectJob = {
  imagePath: 'board',
  golden: { path: 'golden', key: 'k' },
  settings: {
    thresholds: { withGolden: [0.3], withoutGolden: [0.8] },
    nmsIou: 0.33,
    minAreaPx: 0,
    regions: [],
    minRegistrationScore: 0.5,
  },
  maxPixels: 1e9,
};
const good: Omit<PreparedBoard, 'packed'> = {
  registration: { dx: 0, dy: 0, angle: 0, scale: 1, score: 0.9 },
  usedGolden: true,
  golden: { width: 64, height: 64 },
  registrationPoor: false,
  unexplained: [],
  decodeMs: 1,
  registerMs: 1,
};
/** Seen at the same place of every tile. */
const found: Detection = { box: { x: 40, y: 40, width: 10, height: 10 }, confidence: 0.6, classIndex: 0 };

interface Setup {
  readonly width?: number;
  readonly height?: number;
  readonly prepared?: Omit<PreparedBoard, 'packed'> & Partial<PreparedBoard>;
  readonly settings?: Partial<InspectSettings>;
  /** The model names as many defects of each tile as it can. */
  readonly isCrowded?: boolean;
  readonly failing?: 'prepare' | 'pack' | 'run';
}

/** A line whose parts note what happens, in order. */
function setUp({ width = side, height = side, prepared = good, settings, isCrowded = false, failing }: Setup) {
  const events: string[] = [];
  const fault = new EngineFault('IMAGE_CORRUPT', 'broken');
  const slots = createTileSlots(2, 1, 2);
  const note = async <T>(event: string, value: T): Promise<T> => {
    events.push(event);
    if (event === failing) throw fault;
    return value;
  };
  const vision: Vision = {
    open: () => note('open', { width, height }),
    prepareTop: () => note('top', { packed: { width, height }, ...prepared }),
    prepare: () => note('prepare', { packed: { width, height }, ...prepared }),
    pack: () => note('pack', undefined),
    close: () => note('close', undefined),
    render: () => note('render', undefined),
  };
  const inference: Line['inference'] = {
    run: () => note<TilesRun>('run', { detections: [[found]], full: isCrowded ? [0] : [], provider: 'cpu', ms: 1 }),
  };
  const line: Line = { vision, inference, slots, model, now: () => 0 };
  const progress: Detection[][] = [];
  const inspect = () =>
    inspectBoard(
      line,
      'b',
      { ...job, settings: { ...job.settings, ...settings } },
      {
        started: (w, h) => events.push(`started ${w} × ${h}`),
        progress: (_done, _total, detections) => {
          events.push('progress');
          progress.push(detections);
        },
      },
    );
  return { events, progress, slots, inspect };
}

describe('one board', () => {
  it('of one tile goes straight through', async () => {
    const { events, inspect } = setUp({});
    const result = await inspect();
    expect(events).toEqual(['open', 'started 100 × 100', 'prepare', 'pack', 'run', 'close']);
    expect(result).toMatchObject({ width: 100, height: 100, usedGolden: true, detections: [found], provider: 'cpu' });
  });

  it('of several tiles has its boxes in board pixels', async () => {
    const { inspect } = setUp({ width: 175 });
    const { detections } = await inspect();
    expect(detections.map(({ box }) => box.x)).toEqual([40, 115]);
  });

  it('that is judged at the finer resolution of its golden has its boxes in its own pixels', async () => {
    const finer = { ...good, packed: { width: 175, height: 100 } };
    const { detections, unexplained } = await setUp({
      width: 70,
      height: 40,
      prepared: finer,
      isCrowded: true,
    }).inspect();
    expect(detections.map(({ box }) => box)).toEqual([
      { x: 16, y: 16, width: 4, height: 4 },
      { x: 46, y: 16, width: 4, height: 4 },
    ]);
    expect(unexplained).toEqual([{ x: 0, y: 0, width: 70, height: 40 }]);
  });

  it('with a golden that does not fit is judged by the thresholds without one', async () => {
    const poor = { ...good, usedGolden: false, registrationPoor: true };
    const result = await setUp({ prepared: poor }).inspect();
    expect(result).toMatchObject({ usedGolden: false, registrationPoor: true, detections: [] });
    expect(result.registration?.score).toBe(0.9);
  });

  it('that is large shows its top before the rest is decoded', async () => {
    const { events, progress, inspect } = setUp({ width: 160_000, height: 101 });
    await inspect();
    expect(events.indexOf('progress')).toBeLessThan(events.indexOf('prepare'));
    expect(events.indexOf('top')).toBeLessThan(events.indexOf('progress'));
    expect(progress[0]).toEqual([found]);
  });

  it('that lies shifted in its image is judged by the recipe’s regions where they lie on the golden', async () => {
    const shifted = { ...good, registration: { dx: 30, dy: 0, angle: 0, scale: 1, score: 0.9 } };
    const places = async (x: number, prepared: typeof good) => {
      const regions = [{ kind: 'include', box: { x, y: 35, width: 20, height: 20 } }] as const;
      return (await setUp({ prepared, settings: { regions } }).inspect()).detections.map(({ box }) => box.x);
    };
    expect(await places(35, good)).toEqual([40]);
    expect(await places(35, shifted)).toEqual([]);
    expect(await places(65, shifted)).toEqual([40]);
  });

  it.each(['prepare', 'pack', 'run'] as const)('is closed, and its memory lent on, when %s fails', async (failing) => {
    const { events, slots, inspect } = setUp({ failing, width: 1000 });
    await expect(inspect()).rejects.toMatchObject({ code: 'IMAGE_CORRUPT' });
    expect(events.at(-1)).toBe('close');
    const both = await Promise.all([slots.take(), slots.take()]);
    expect(both[0]).not.toBe(both[1]);
  });
});

it('an area that the golden does not explain is named, unless a detection covers most of it', async () => {
  const area = { x: 0, y: 60, width: 40, height: 40 };
  const known = { x: 38, y: 38, width: 13, height: 13 };
  const inPart = { x: 40, y: 40, width: 10, height: 25 };
  const { inspect } = setUp({ prepared: { ...good, unexplained: [area, known, inPart] } });
  expect((await inspect()).unexplained).toEqual([area, inPart]);
});

it('where the model names as many defects as it can, the place is named as well, with a golden or without', async () => {
  const alone = { ...good, registration: null, usedGolden: false, golden: null };
  for (const prepared of [good, alone]) {
    const { unexplained } = await setUp({ prepared, width: 175, isCrowded: true }).inspect();
    expect(unexplained).toEqual([{ x: 0, y: 0, width: 175, height: 100 }]);
  }
  // What is listed there explains nothing of what is not, however much of it that covers.
  const tiny = await setUp({ width: 45, height: 45, isCrowded: true }).inspect();
  expect(tiny.unexplained).toEqual([{ x: 0, y: 0, width: 45, height: 45 }]);
  expect((await setUp({ width: 175 }).inspect()).unexplained).toEqual([]);
});
