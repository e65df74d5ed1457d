import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StoredDefect, StoredInspection } from '../../core/inspection/stored.ts';
import { newId } from '../../core/kernel/ids.ts';
import { jpegSize } from './jpeg-size.ts';
import { layOut } from './layout.ts';
import type { ReportContent } from './report-content.ts';

const fonts = join(import.meta.dirname, '..', '..', '..', 'resources', 'fonts');
const hash = 'ab'.repeat(32);
const image = {
  sha256: hash,
  bytes: 1,
  format: 'png',
  storedPath: 'x',
  width: 64,
  height: 64,
  sourcePath: '/检测/a.png',
};

const defect = (index: number): StoredDefect => ({
  id: newId(),
  type: 'pin_hole',
  box: { x: index, y: index, width: 10, height: 12 },
  confidence: 0.5,
  severity: 'medium',
  origin: 'model',
  verified: null,
});

function content(count: number, changes: Partial<StoredInspection> = {}): ReportContent {
  const defects = Array.from({ length: count }, (_, index) => defect(index));
  const inspection: StoredInspection = {
    id: newId(),
    station: 'AOI-1',
    part: 'P',
    lot: 'שלום',
    serial: '한국 🧿',
    run: 1,
    status: 'completed',
    verdict: count === 0 ? 'pass' : 'fail',
    imageSha256: hash,
    startedAt: '2026-11-21T08:00:00.000Z',
    image,
    golden: null,
    recipe: {
      name: 'r',
      version: 1,
      sha256: hash,
      content: {
        model: { name: 'm', version: '1' },
        types: {},
        minAreaPx: 0,
        regions: [],
        minRegistrationScore: 0.5,
        reviewPolicy: 'auto',
        goldenSha256: null,
        mmPerPx: null,
      },
    },
    registration: null,
    registrationPoor: false,
    inference: null,
    defects,
    annotations: [],
    standingVerdict: count === 0 ? 'pass' : 'fail',
    signOff: null,
    error: null,
    resultSha256: hash,
    revision: 1,
    recordedAt: '2026-11-21T08:00:00.000Z',
    by: { id: 'cli', name: 'x' },
    auditSeq: 0,
    ...changes,
  };
  const crops = defects.map((each, index) => ({ defect: each, number: index + 1, board: null, golden: null }));
  return { inspection, head: { size: 1, root: hash }, madeAt: '2026-11-21T08:00:00.000Z', overlay: null, crops };
}

const pagesOf = (report: ReportContent): number =>
  [
    ...Buffer.from(layOut(report, fonts))
      .toString('latin1')
      .matchAll(/\/Type \/Page\b/g),
  ].length;

describe('layOut', () => {
  it('flows over as many pages as the defects need', () => {
    expect(pagesOf(content(0))).toBe(1);
    expect(pagesOf(content(120))).toBeGreaterThan(8);
  });

  it('shows who signed, with a note of any length', () => {
    const signOff = {
      recordId: '01a1',
      verdict: 'pass',
      note: 'seen under the lens '.repeat(100),
      printedName: 'Ada Lovelace',
      meaning: 'released_with_concession',
      factor: 'badge',
      by: { id: 'ada', name: 'Ada' },
      time: '2026-11-21T09:00:00.000Z',
    } as const;
    expect(pagesOf(content(0, { signOff, standingVerdict: 'pass' }))).toBe(1);
  });

  it('holds names of any length', () => {
    expect(pagesOf(content(1, { part: 'PCB '.repeat(500), lot: 'L'.repeat(2000) }))).toBeGreaterThan(0);
  });
});

describe('jpegSize', () => {
  it('reads the frame header behind other segments, and knows none in other bytes', () => {
    const frame = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8, 0x01, 0x02, 0x03, 0x04, 1, 1, 0x11, 0];
    expect(jpegSize(Uint8Array.from(frame))).toEqual({ height: 0x0102, width: 0x0304 });
    expect(jpegSize(Uint8Array.from([1, 2, 3]))).toBeNull();
  });
});
