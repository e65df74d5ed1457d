import { describe, expect, it } from 'vitest';
import { newId, type ReportId } from '../../core/kernel/ids.ts';
import { hashOf, sampleInspection } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { recordInspection } from './record.ts';
import { recordReport } from './report-rows.ts';

describe('recording a report', () => {
  it('stores it once with its entry and outbox row, however often it is called', () => {
    const context = openTestStation();
    const { inspectionId } = must(recordInspection(context, sampleInspection()));
    const report = { id: newId<ReportId>(), inspectionId, path: '/r/工.pdf', sha256: hashOf('pdf'), bytes: 1234 };
    const { auditSeq } = must(recordReport(context, report));
    expect(must(recordReport(context, report))).toEqual({ auditSeq });
    expect(
      JSON.parse(String(context.db.scalar(`SELECT entry FROM audit_entries WHERE seq = ${auditSeq}`))),
    ).toMatchObject({
      action: 'report.created',
      object: { type: 'report', id: report.id },
      after: { inspection: inspectionId },
      refs: { report: report.sha256 },
    });
    const rows = context.db.all(context.db.query.selectFrom('outbox').select(['kind', 'object_id']));
    expect(rows).toEqual([
      { kind: 'inspection', object_id: inspectionId },
      { kind: 'report', object_id: report.id },
    ]);
  });

  it('needs an inspection that is there', () => {
    const context = openTestStation();
    const inspectionId = sampleInspection().id;
    const report = { id: newId<ReportId>(), inspectionId, path: '/r.pdf', sha256: hashOf('pdf'), bytes: 1 };
    expect(() => recordReport(context, report)).toThrow(/FOREIGN KEY/);
    expect(context.db.scalar('SELECT count(*) FROM audit_entries')).toBe(0);
  });
});
