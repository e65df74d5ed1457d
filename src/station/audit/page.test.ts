import { describe, expect, it } from 'vitest';
import { recordInspection } from '../inspections/record.ts';
import { setSetting } from '../settings/settings.ts';
import { queryPlan } from '../testing/query-plan.ts';
import { sampleImage, sampleInspection } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { auditActions, auditPage, auditPeople, auditQuery } from './page.ts';
import { storyOf, storyQuery } from './story.ts';

function station() {
  const context = openTestStation();
  const first = must(recordInspection(context, sampleInspection()));
  must(setSetting(context, 'theme', 'dark'));
  must(recordInspection(context, sampleInspection({ image: sampleImage('b'), serial: 'SN-2' })));
  return { db: context.db, first };
}

describe('the log, as an auditor reads it', () => {
  it('comes newest first, page by page, whole', () => {
    const { db } = station();
    const first = must(auditPage(db, { limit: 3 }));
    expect(first.entries.map(({ seq }) => seq)).toEqual([3, 2, 1]);
    const second = must(auditPage(db, { limit: 3, before: first.next }));
    expect(second).toMatchObject({
      next: null,
      entries: [{ seq: 0, action: 'recipe.versioned', actor: { name: 'Ada' } }],
    });
  });

  it('is narrowed to an action or to the history of one thing', () => {
    const { db, first } = station();
    expect(must(auditActions(db))).toEqual(['inspection.completed', 'recipe.versioned', 'setting.changed']);
    expect(must(auditPage(db, { limit: 9, action: 'setting.changed' })).entries).toHaveLength(1);
    expect(must(auditPage(db, { limit: 9, objectId: first.inspectionId })).entries).toMatchObject([
      { action: 'inspection.completed', object: { id: first.inspectionId } },
    ]);
    expect(must(auditPage(db, { limit: 9, action: 'a.b' })).entries).toEqual([]);
    expect(must(auditActions(openTestStation().db))).toEqual([]);
  });

  it('is narrowed to a person, a time and a text, a page at a time', () => {
    const { db } = station();
    const entries = (request: object) => must(auditPage(db, { limit: 9, ...request })).entries.map(({ seq }) => seq);
    expect(must(auditPeople(db))).toEqual(['Ada']);
    expect(entries({ person: 'Ada' })).toEqual([3, 2, 1, 0]);
    expect(entries({ person: 'Grace' })).toEqual([]);
    const [, second, earlier] = must(auditPage(db, { limit: 9 })).entries.map(({ time }) => time);
    expect(entries({ from: earlier, to: second })).toEqual([1]);
    expect(entries({ from: '2030-01-01T00:00:00.000Z' })).toEqual([]);
    expect(entries({ text: 'SETTING.changed' })).toEqual([2]);
    expect(entries({ text: 'sn-2', action: 'inspection.completed' })).toEqual([3]);
    const page = must(auditPage(db, { limit: 1, text: 'inspection.completed' }));
    expect([page.entries.map(({ seq }) => seq), page.next]).toEqual([[3], 3]);
    expect(entries({ text: 'inspection.completed', before: page.next })).toEqual([1]);
  });

  it('tells the story of an inspection, oldest first, a page at a time', () => {
    const { db, first } = station();
    const whole = must(storyOf(db, { objectId: first.inspectionId, limit: 9 }));
    expect(whole).toMatchObject({ next: null, entries: [{ action: 'inspection.completed' }] });
    expect(must(storyOf(db, { objectId: 'none', limit: 9 }))).toEqual({ entries: [], next: null });
    const plan = queryPlan(db, storyQuery(db, { objectId: 'x', limit: 9 }));
    expect(plan).toContain('audit_entries_by_object_id');
    expect(plan).toContain('audit_entries_by_inspection');
  });

  it.each([
    [{ before: 7, person: 'Ada' }, 'USING INDEX audit_entries_by_actor'],
    [{ before: 7 }, 'USING INTEGER PRIMARY KEY (rowid<?)'],
    [{ before: 7, action: 'a.b' }, 'USING INDEX audit_entries_by_action'],
    [{ before: 7, objectId: 'x' }, 'USING INDEX audit_entries_by_object_id'],
    [{ objectId: 'x', action: 'a.b' }, 'USING INDEX audit_entries_by_object_id'],
  ])('%j costs the page, not the log: %s', (request, index) => {
    const { db } = openTestStation();
    const plan = queryPlan(db, auditQuery(db, { ...request, limit: 100 }));
    expect(plan).toContain(index);
    expect(plan).not.toContain('TEMP B-TREE');
  });
});
