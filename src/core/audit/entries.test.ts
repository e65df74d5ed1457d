import { encodeEntry } from '@fiducial/protocol/audit';
import { describe, expect, it } from 'vitest';
import * as entries from './entries.ts';

const hash = 'ab'.repeat(32);
const facts = {
  id: 'i1',
  run: 1,
  part: 'P',
  lot: null,
  serial: 'S',
  startedAt: '2026-11-21T08:00:00.000Z',
  imageSha256: hash,
  goldenSha256: null,
  recipeSha256: hash,
  resultSha256: hash,
};
const model = { name: 'm', version: '1', sha256: hash };
const said = { reason: 'dust', note: 'a hair', cause: 'person', by: null } as const;
const annotation = { id: 'a1', inspectionId: 'i1', revision: 1, sha256: hash, cause: 'undo' } as const;
const station = { station: 'bench-1', version: '0.1.0' };

const drafts: readonly entries.EntryDraft[] = [
  entries.inspectionCompleted({ ...facts, verdict: null, defects: 3, modelSha256: hash }),
  entries.inspectionFailed({ ...facts, errorCode: 'ENGINE_CRASHED' }),
  entries.imageQuarantined({ id: 'q1', sourcePath: '/a/b.png', code: 'IMAGE_EMPTY', sha256: null }),
  entries.recipeVersioned({ id: 'r1', name: 'default', version: 2, sha256: hash, previousSha256: hash }),
  entries.modelAdded(model),
  entries.modelRemoved(model),
  entries.evidenceCreated({ inspectionId: 'i1', contentsSha256: hash }),
  entries.evidenceNotWritten({ inspectionId: 'i1', reason: 'OUTPUT_UNWRITABLE' }),
  entries.reportCreated({ id: 'p1', inspectionId: 'i1', sha256: hash }),
  entries.exportCreated({ id: 'e1', format: 'coco', inspections: 12, sha256: null }),
  entries.settingChanged({ key: 'providers', before: null, after: '["cpu"]' }),
  entries.verificationSet({ id: 'd1', inspectionId: 'i1', before: 'not_verified', after: 'rejected', ...said }),
  entries.boardSignedOff({
    id: 'i1',
    verdict: 'fail',
    confirmed: 1,
    undecided: 0,
    resultSha256: hash,
    meaning: 'released_with_concession',
    signature: { printedName: 'Ada Lovelace', factor: 'badge' },
    ...said,
  }),
  entries.boardReopened({ id: 'i1', verdict: 'fail', ...said }),
  entries.annotationMade({ ...annotation, by: 'Ada', defectId: null, kind: 'missed_detection' }),
  entries.annotationRemoved(annotation),
  entries.stationStarted(station),
  entries.stationStopped(station),
];

describe('what each action says in the log', () => {
  it('is this list of actions and objects', () => {
    expect(drafts.map(({ action, object }) => `${action} ${object.type}`)).toMatchInlineSnapshot(`
      [
        "inspection.completed inspection",
        "inspection.failed inspection",
        "image.quarantined quarantine",
        "recipe.versioned recipe",
        "model.added model",
        "model.removed model",
        "evidence.created inspection",
        "evidence.not_written inspection",
        "report.created report",
        "export.created export",
        "setting.changed setting",
        "verification.set defect",
        "board.signed_off inspection",
        "board.reopened inspection",
        "annotation.made annotation",
        "annotation.removed annotation",
        "station.started station",
        "station.stopped station",
      ]
    `);
  });

  it.each(drafts.map((draft) => [draft.action, draft] as const))('%s fits the format', (_, draft) => {
    const mono = { ms: 1, boot: 'b' };
    const actor = { id: 'cli', name: 'Ada', role: 'line' };
    const time = '2026-11-21T08:00:00.000Z';
    const entry = { v: 1 as const, seq: 0, time, mono, station: 'bench-1', actor, ...draft };
    expect(encodeEntry(entry)).toMatchObject({ ok: true });
  });

  it('writes an undecided verdict as a word, and what is absent as nothing', () => {
    expect(drafts[0]).toMatchObject({ after: { verdict: 'undecided', lot: '' }, before: {}, reason: '' });
    expect(Object.keys(drafts[0]?.refs ?? {})).toEqual(['image', 'recipe', 'model', 'result']);
  });
});
