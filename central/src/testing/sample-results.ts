import type { Results } from '@fiducial/protocol/api';
import { uuidv7 } from 'uuidv7';

/** A station's results with two defects; the parts given replace its own. Ids are new each time. */
export function sampleResults(parts: Partial<Results> = {}): Results {
  const defect = (type: string, x: number): Results['defects'][number] => ({
    defect_id: uuidv7(),
    type,
    severity: 'high',
    box: { x, y: 20, width: 12, height: 8 },
    confidence: 0.91,
    origin: 'model',
    verification: 'not_verified',
  });
  return {
    revision: 1,
    status: 'COMPLETE',
    verdict: 'FAIL',
    completed_at: '2026-11-21T10:00:00.000Z',
    recipe: { name: 'default', version: 1 },
    inference: {
      inference_id: uuidv7(),
      model: { name: 'pcb_defect_detector', version: '1.1.0', sha256: 'a'.repeat(64) },
      provider: 'cpu',
      used_golden: true,
      thresholds: { open: 0.5 },
      timings_ms: { total: 120 },
    },
    defects: [defect('open', 10), defect('short', 40)],
    verifications: [],
    annotations: [],
    sign_off: null,
    error: null,
    metadata: {},
    ...parts,
  };
}
