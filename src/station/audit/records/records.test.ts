import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { saveAnnotation } from '../../annotations/annotate.ts';
import { getInspection } from '../../inspections/read.ts';
import { recordInspection } from '../../inspections/record.ts';
import { recordReport } from '../../inspections/report-rows.ts';
import { reviewSession } from '../../review/review-session.ts';
import { reopenBoard, signOffBoard } from '../../review/sign-off.ts';
import { verifyDefects } from '../../review/verify.ts';
import { setSetting } from '../../settings/settings.ts';
import { hashOf, sampleImage, sampleInspection, sampleOutcome } from '../../testing/sample-inspection.ts';
import { openSignedStation } from '../../testing/signed-station.ts';
import { must } from '../../testing/station-fixture.ts';
import { verifyStationLog } from '../verify.ts';

/** A day of a station: one board signed, one reopened, one decided in part, one untouched, one that failed. */
function workedStation() {
  const station = openSignedStation();
  const { context, db } = station;
  const session = reviewSession();
  const boards = ['a', 'b', 'c', 'd'].map((name) => {
    const input = sampleInspection({ image: sampleImage(name), serial: `SN-${name}`, outcome: sampleOutcome(3) });
    return must(recordInspection(context, input)).inspectionId;
  });
  const failed = { status: 'failed', error: { code: 'IMAGE_DAMAGED', message: 'torn' } } as const;
  must(recordInspection(context, sampleInspection({ image: sampleImage('e'), serial: 'SN-e', outcome: failed })));
  const board = (id: string) => must(getInspection(db, id)) ?? expect.unreachable();
  const decide = (id: string, count: number) =>
    verifyDefects(context, session, {
      inspectionId: id,
      defectIds: board(id)
        .defects.slice(0, count)
        .map((defect) => defect.id),
      verification: 'confirmed',
      reason: '',
      note: '',
    });
  const [signed = '', reopened = '', partly = ''] = boards;
  for (const id of [signed, reopened]) {
    must(decide(id, 3));
    must(signOffBoard(context, session, { inspectionId: id, revision: board(id).revision, note: 'seen' }));
  }
  must(reopenBoard(context, session, { inspectionId: reopened, reason: 'wrong board' }));
  must(decide(partly, 1));
  const annotation = { defectId: null, box: { x: 1.5, y: 2, width: 30, height: 20 }, notes: 'here' };
  must(
    saveAnnotation(context, session, { inspectionId: signed, ...annotation, kind: 'missed_detection', label: 'open' }),
  );
  must(
    recordReport(context, {
      id: crypto.randomUUID() as never,
      inspectionId: signed as never,
      path: '/r.pdf',
      sha256: hashOf('r'),
      bytes: 9,
    }),
  );
  must(setSetting(context, 'theme', 'dark'));
  must(setSetting(context, 'theme', 'light'));
  return { ...station, signed, untouched: boards[3] ?? '' };
}

/** Somebody with the file and SQLite. */
function tamper(file: string, sql: string): void {
  const sqlite = new BetterSqlite3(file);
  sqlite.pragma('foreign_keys = OFF');
  // Who writes to the file takes what forbids it away first.
  for (const name of sqlite.prepare(`SELECT name FROM sqlite_master WHERE type = 'trigger'`).pluck().all())
    sqlite.exec(`DROP TRIGGER "${name}"`);
  sqlite.exec(sql);
  sqlite.close();
}

describe('what the tables say', () => {
  it('is what the log says', () => {
    expect(must(verifyStationLog(workedStation().db))).toMatchObject({ ok: true });
  });

  it.each([
    [
      'a verdict of the run',
      `UPDATE inspections SET verdict = 'pass' WHERE verdict IS NOT 'pass' AND status = 'completed'`,
    ],
    ['a verdict that stands', `UPDATE inspections SET standing_verdict = 'pass' WHERE standing_verdict IS NOT 'pass'`],
    [
      'a failed run made good',
      `UPDATE inspections SET status = 'completed', error_code = NULL WHERE status = 'failed'`,
    ],
    ['who inspected', `UPDATE inspections SET actor_name = 'Mallory'`],
    ['a severity', `UPDATE defects SET severity = 'low' WHERE position = 1`],
    ['a box', 'UPDATE defects SET x = x + 1 WHERE position = 0'],
    [
      'a defect taken out',
      'DELETE FROM defects WHERE position = 2 AND id NOT IN (SELECT defect_id FROM verifications)',
    ],
    ['a defect’s decision', `UPDATE defects SET verification = 'rejected' WHERE verification = 'confirmed'`],
    ['a recorded decision', `UPDATE verifications SET verification = 'rejected'`],
    ['who decided', `UPDATE verifications SET actor_name = 'Mallory'`],
    ['a signed verdict', `UPDATE sign_offs SET verdict = 'pass' WHERE kind = 'signed'`],
    ['a signature’s time', `UPDATE sign_offs SET time = '2020-01-01T00:00:00.000Z'`],
    ['a model', `UPDATE inferences SET model_version = '9.9.9'`],
    ['a recipe', `UPDATE recipes SET content = replace(content, '0.', '0.9')`],
    ['a recipe with its hash', `UPDATE recipes SET content_sha256 = '${'ab'.repeat(32)}'`],
    ['an image', `UPDATE inspections SET image_sha256 = '${'cd'.repeat(32)}' WHERE run = 1`],
    ['an annotation', `UPDATE annotation_revisions SET label = 'none'`],
    ['a report', `UPDATE reports SET sha256 = '${'ef'.repeat(32)}'`],
    ['a setting', `UPDATE settings SET value = '"dark"'`],
    ['a row’s place in the log', 'UPDATE verifications SET audit_seq = 0'],
    ['why somebody decided', `UPDATE verifications SET reason = 'glare'`],
    ['whose word holds again', `UPDATE verifications SET cause = 'undo', restores = id`],
    ['the name under a signature', `UPDATE sign_offs SET printed_name = 'Mallory' WHERE kind = 'signed'`],
    ['what a signature means', `UPDATE sign_offs SET meaning = 'approved' WHERE kind = 'signed'`],
    ['what proved who signed', `UPDATE sign_offs SET factor = 'password' WHERE kind = 'signed'`],
    ['an annotation taken out', 'UPDATE annotation_revisions SET removed = 1'],
    ['a part number', `UPDATE parts SET number = 'PN-200'`],
    ['a board’s part', 'UPDATE inspections SET part_id = NULL'],
    ['a lot number', `UPDATE lots SET number = 'LOT-8'`],
    ['a serial number', `UPDATE boards SET serial = 'SN-x' WHERE serial = 'SN-a'`],
    ['when a board was inspected', `UPDATE inspections SET started_at = '2020-01-01T00:00:00.000Z'`],
    ['which golden', `UPDATE inspection_images SET sha256 = (SELECT min(sha256) FROM images) WHERE role = 'golden'`],
    ['that there was a golden', `DELETE FROM inspection_images WHERE role = 'golden'`],
    ['how many defects lists show', 'UPDATE inspections SET defect_count = 0'],
    ['how many are undecided', 'UPDATE inspections SET undecided_count = 0'],
    ['how severe lists say it is', `UPDATE inspections SET worst_severity = 'low'`],
    ['the model that lists show', `UPDATE inspections SET model = 'other@1'`],
    ['a board’s place in lists', 'UPDATE inspections SET place = place + 100000000'],
    ['a board out of every queue', `UPDATE inspections SET shelf = NULL WHERE status = 'completed'`],
    ['how many boards wait', 'UPDATE shelf_counts SET boards = boards + 1'],
    ['the root beside a checkpoint', 'UPDATE audit_checkpoints SET root = zeroblob(32)'],
    ['where a key begins', 'UPDATE audit_epochs SET started_seq = 2'],
  ])('%s, changed, is named', (_what, sql) => {
    const { db } = workedStation();
    tamper(db.file, sql);
    expect(must(verifyStationLog(db))).toMatchObject({ ok: false, damage: 'record_changed' });
  });

  it.each([
    ['a decision', 'DELETE FROM verifications WHERE audit_seq = (SELECT max(audit_seq) FROM verifications)'],
    ['a sign-off', 'DELETE FROM sign_offs WHERE audit_seq = (SELECT max(audit_seq) FROM sign_offs)'],
    ['a setting', 'DELETE FROM settings'],
    ['a report', 'DELETE FROM reports'],
    ['where an original lies', 'DELETE FROM images'],
  ])('%s, taken out, is named', (_what, sql) => {
    const { db } = workedStation();
    tamper(db.file, sql);
    expect(must(verifyStationLog(db))).toMatchObject({ ok: false, damage: 'record_missing' });
  });

  it('an inspection taken out with everything about it is named', () => {
    const { db, untouched } = workedStation();
    const tables = ['defects', 'inferences', 'inspection_images'];
    for (const table of tables) tamper(db.file, `DELETE FROM ${table} WHERE inspection_id = '${untouched}'`);
    tamper(db.file, `DELETE FROM inspections WHERE id = '${untouched}'`);
    const report = must(verifyStationLog(db));
    expect(report).toMatchObject({ damage: 'record_missing', message: `${untouched} is not in inspections any more` });
  });
});
