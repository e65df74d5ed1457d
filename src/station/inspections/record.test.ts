import { describe, expect, it } from 'vitest';
import { newId } from '../../core/kernel/ids.ts';
import { verifyStationLog } from '../audit/verify.ts';
import type { StationContext } from '../context.ts';
import { sampleImage, sampleInspection, sampleOutcome, sampleRecipe } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { findInspection } from './find.ts';
import { eachInspection, getInspection } from './read.ts';
import { recordInspection } from './record.ts';

const count = ({ db }: StationContext, table: string): number => Number(db.scalar(`SELECT count(*) FROM ${table}`));
const entryAt = ({ db }: StationContext, seq: number) =>
  JSON.parse(String(db.scalar(`SELECT entry FROM audit_entries WHERE seq = ${seq}`)));

describe('recording an inspection', () => {
  it('gives back everything it was given', () => {
    const context = openTestStation();
    const input = sampleInspection();
    const { auditSeq } = must(recordInspection(context, input));
    const stored = must(getInspection(context.db, input.id));
    const { outcome } = input;
    if (outcome.status !== 'completed') throw new Error('not reached');
    expect(stored).toMatchObject({
      id: input.id,
      station: 'bench-1',
      part: 'PN-100',
      lot: 'LOT-7',
      serial: 'SN-1',
      run: 1,
      status: 'completed',
      verdict: 'fail',
      image: input.image,
      golden: input.golden,
      recipe: { name: 'default', version: 1, content: sampleRecipe },
      registration: outcome.registration,
      registrationPoor: false,
      inference: outcome.inference,
      defects: outcome.defects.map((defect) => ({ ...defect, verified: null })),
      error: null,
      startedAt: input.startedAt,
      by: { id: 'cli', name: 'Ada' },
      auditSeq,
    });
  });

  it('keeps a run that failed, without a verdict', () => {
    const context = openTestStation();
    const error = { code: 'ENGINE_CRASHED', message: 'The engine was lost twice.' };
    const input = sampleInspection({ outcome: { status: 'failed', error }, golden: null });
    const { auditSeq } = must(recordInspection(context, input));
    const stored = must(getInspection(context.db, input.id));
    expect(stored).toMatchObject({
      status: 'failed',
      verdict: null,
      error,
      defects: [],
      inference: null,
      golden: null,
    });
    expect(entryAt(context, auditSeq)).toMatchObject({
      action: 'inspection.failed',
      after: { error: 'ENGINE_CRASHED' },
    });
  });

  it('writes entry and outbox row with it; both carry the hash of what was found', () => {
    const context = openTestStation();
    const input = sampleInspection();
    const { auditSeq } = must(recordInspection(context, input));
    const stored = must(getInspection(context.db, input.id));
    expect(entryAt(context, auditSeq)).toMatchObject({
      seq: auditSeq,
      station: 'bench-1',
      actor: { id: 'cli', name: 'Ada', role: 'line' },
      action: 'inspection.completed',
      object: { type: 'inspection', id: input.id },
      after: { part: 'PN-100', lot: 'LOT-7', serial: 'SN-1', run: 1, status: 'completed', verdict: 'fail', defects: 2 },
      refs: { image: input.image.sha256, golden: input.golden?.sha256, result: stored?.resultSha256 },
    });
    const row = context.db.get(context.db.query.selectFrom('outbox').selectAll());
    expect(row).toMatchObject({
      kind: 'inspection',
      object_id: input.id,
      revision: 1,
      payload_sha256: stored?.resultSha256,
      state: 'pending',
      tries: 0,
    });
  });

  it('changes nothing when it is called again with the same id', () => {
    const context = openTestStation();
    const input = sampleInspection();
    const first = must(recordInspection(context, input));
    expect(must(recordInspection(context, input))).toEqual({ ...first, created: false });
    expect([count(context, 'inspections'), count(context, 'outbox'), count(context, 'audit_entries')]).toEqual([
      1, 1, 2,
    ]);
  });

  it('refuses another result under the same id', () => {
    const context = openTestStation();
    const input = sampleInspection();
    must(recordInspection(context, input));
    const other = recordInspection(context, { ...input, outcome: sampleOutcome(0) });
    expect(other).toMatchObject({ ok: false, error: { code: 'INSPECTION_ID_REUSED' } });
    expect(must(getInspection(context.db, input.id))?.verdict).toBe('fail');
  });

  it.each([
    ['with part and serial', { part: 'P', serial: 'S' }],
    ['with a serial only', { part: null, serial: 'S' }],
    ['with a part only', { part: 'P', serial: null }],
    ['with neither', { part: null, serial: null }],
  ])('finds the same image again %s, and records it anew only when asked', (_, names) => {
    const context = openTestStation();
    const first = must(recordInspection(context, sampleInspection(names)));
    const second = must(recordInspection(context, sampleInspection(names)));
    expect(second).toEqual({ ...first, created: false });
    const third = must(recordInspection(context, sampleInspection({ ...names, again: true })));
    expect(third.created).toBe(true);
    const sha256 = sampleInspection().image.sha256;
    expect(must(findInspection(context.db, { sha256, ...names }))).toMatchObject({ id: third.inspectionId, run: 2 });
    expect(must(findInspection(context.db, { sha256, part: 'other', serial: names.serial }))).toBeNull();
    expect(count(context, 'inspections')).toBe(2);
  });

  it('takes no answer to another question for its own: another golden, model or recipe is the next run', () => {
    const context = openTestStation();
    const outcome = sampleOutcome();
    const otherModel = { ...outcome.inference, model: { ...outcome.inference.model, sha256: 'ef'.repeat(32) } };
    const questions = [
      {},
      { recipe: { name: 'default', content: { ...sampleRecipe, minAreaPx: 5 } } },
      { golden: sampleImage('other golden') },
      { golden: null },
      { outcome: { ...outcome, inference: otherModel } },
    ];
    for (const [index, question] of questions.entries()) {
      const first = must(recordInspection(context, sampleInspection(question)));
      expect(first.created).toBe(true);
      expect(must(getInspection(context.db, first.inspectionId))?.run).toBe(index + 1);
      const second = must(recordInspection(context, sampleInspection(question)));
      expect(second).toEqual({ ...first, created: false });
    }
  });

  it('takes the same image of another serial, part or nobody as another board', () => {
    const context = openTestStation();
    const boards = [
      {},
      { serial: 'SN-2' },
      { part: 'PN-2' },
      { part: null },
      { serial: null },
      { part: null, serial: null },
    ];
    for (const board of boards) expect(must(recordInspection(context, sampleInspection(board))).created).toBe(true);
  });

  it('runs again after a failure, but not after a success', () => {
    const context = openTestStation();
    const outcome = { status: 'failed' as const, error: { code: 'ENGINE_TIMEOUT', message: '' } };
    must(recordInspection(context, sampleInspection({ outcome })));
    const second = must(recordInspection(context, sampleInspection()));
    expect(second.created).toBe(true);
    expect(must(getInspection(context.db, second.inspectionId))?.run).toBe(2);
    expect(must(recordInspection(context, sampleInspection())).inspectionId).toBe(second.inspectionId);
  });

  it('is held to once by the database, whoever writes', () => {
    const context = openTestStation();
    must(recordInspection(context, sampleInspection({ part: null, serial: null })));
    const copy = () =>
      context.db.write(() => {
        const row = context.db.get(context.db.query.selectFrom('inspections').selectAll());
        if (row === undefined) throw new Error('not reached');
        context.db.run(
          context.db.query.insertInto('inspections').values({ ...row, id: newId(), place: row.place + 1 }),
        );
        return { ok: true, value: null };
      });
    expect(copy).toThrow(/UNIQUE.*inspections_once/);
  });

  it('keeps hostile names as they are', () => {
    const context = openTestStation();
    const name = "x'; DROP TABLE inspections; -- \u202e 工\u0000\n";
    const image = { ...sampleImage('a'), sourcePath: `${name}\ud800.png` };
    const { inspectionId } = must(
      recordInspection(context, sampleInspection({ part: name, lot: name, serial: name, image })),
    );
    expect(must(getInspection(context.db, inspectionId))).toMatchObject({ part: name, lot: name, serial: name });
    expect(must(findInspection(context.db, { sha256: image.sha256, part: name, serial: name }))?.id).toBe(inspectionId);
    expect(must(verifyStationLog(context.db))).toMatchObject({ ok: true });
  });

  it('refuses what the log cannot hold, with the whole change', () => {
    const context = openTestStation();
    const outcome = { status: 'failed', error: { code: 'S'.repeat(70_000), message: '' } } as const;
    const refused = recordInspection(context, sampleInspection({ outcome }));
    expect(refused).toMatchObject({ ok: false, error: { code: 'AUDIT_ENTRY_TOO_LARGE' } });
    for (const table of ['inspections', 'boards', 'parts', 'recipes', 'audit_entries', 'outbox', 'images']) {
      expect(count(context, table)).toBe(0);
    }
  });

  it('makes a recipe version for new content only, and logs it', () => {
    const context = openTestStation();
    const recipes = [sampleRecipe, { ...sampleRecipe, minAreaPx: 9 }, { ...sampleRecipe }];
    const versions = recipes.map((content, n) => {
      const input = sampleInspection({ serial: `S${n}`, recipe: { name: 'default', content } });
      must(recordInspection(context, input));
      return must(getInspection(context.db, input.id))?.recipe.version;
    });
    expect(versions).toEqual([1, 2, 1]);
    expect([0, 1, 2, 3, 4].map((seq) => entryAt(context, seq).action)).toEqual([
      'recipe.versioned',
      'inspection.completed',
      'recipe.versioned',
      'inspection.completed',
      'inspection.completed',
    ]);
    expect(entryAt(context, 2)).toMatchObject({ before: { version: 1 }, after: { version: 2 } });
  });

  it('exports each inspection once, newest first, across pages', () => {
    const context = openTestStation();
    const ids = Array.from({ length: 7 }, (_, n) => {
      const startedAt = `2026-11-21T08:00:0${Math.floor(n / 2)}.000Z`;
      return must(recordInspection(context, sampleInspection({ serial: `S${n}`, startedAt }))).inspectionId;
    });
    const exported = [...eachInspection(context.db, {}, 3)].map((item) => must(item).id);
    expect(exported).toEqual(ids.toReversed());
  });
});
