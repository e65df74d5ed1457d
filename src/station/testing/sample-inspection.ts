import { createHash } from 'node:crypto';
import type { RecipeContent } from '../../core/inspection/recipe.ts';
import type { InspectionOutcome, InspectionToRecord, RecordedImage } from '../../core/inspection/record.ts';
import { newId } from '../../core/kernel/ids.ts';

export const hashOf = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

export const sampleRecipe: RecipeContent = {
  model: { name: 'pcb_defect_detector', version: '1' },
  types: { open: { thresholdWithGolden: 0.5, thresholdWithoutGolden: 0.6, severity: 'critical' } },
  minAreaPx: 4,
  regions: [],
  minRegistrationScore: 0.5,
  reviewPolicy: 'auto',
  goldenSha256: null,
  mmPerPx: null,
};

export const sampleImage = (name: string): RecordedImage => ({
  sha256: hashOf(name),
  bytes: 1000 + name.length,
  format: 'png',
  storedPath: `images/${hashOf(name).slice(0, 2)}/${hashOf(name)}.png`,
  width: 640,
  height: 480,
  sourcePath: `boards/${name}.png`,
});

/** A completed inspection that failed its board with `defects` defects. */
export function sampleOutcome(defects = 2): Extract<InspectionOutcome, { status: 'completed' }> {
  return {
    status: 'completed',
    verdict: defects === 0 ? 'pass' : 'fail',
    registration: { dx: 1.25, dy: -0.1, angle: 0.3, scale: 1.001, score: 0.97 },
    registrationPoor: false,
    inference: {
      id: newId(),
      model: { name: 'pcb_defect_detector', version: '1', sha256: hashOf('model') },
      provider: 'cpu',
      usedGolden: true,
      timingsMs: { decode: 3.25, register: 4, infer: 20.5, merge: 0.1, store: 1, total: 30 },
    },
    defects: Array.from({ length: defects }, (_, n) => ({
      id: newId(),
      type: 'open',
      box: { x: 10.5 + n, y: 0.1, width: 31.7, height: 12 },
      confidence: 0.1 + 0.2,
      severity: 'critical',
      origin: 'model',
    })),
  };
}

export const sampleInspection = (over: Partial<InspectionToRecord> = {}): InspectionToRecord => ({
  id: newId(),
  image: sampleImage('board-1'),
  golden: sampleImage('golden'),
  part: 'PN-100',
  lot: 'LOT-7',
  serial: 'SN-1',
  again: false,
  recipe: { name: 'default', content: sampleRecipe },
  startedAt: '2026-11-21T08:00:00.000Z',
  outcome: sampleOutcome(),
  ...over,
});
