import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyStationLog } from '../../../src/station/audit/verify.ts';
import { openDatabase } from '../../../src/station/db/open.ts';
import { must } from '../../../src/station/testing/station-fixture.ts';
import type { Acknowledged } from './killed-run.ts';

/**
 * Everything that is wrong in a data directory after processes were killed in it, in words; empty when nothing is.
 * Reads it as the next start would.
 */
export function findDamage(dataDir: string, acknowledged: readonly Acknowledged[]): string[] {
  const damage: string[] = [];
  const db = must(openDatabase({ file: join(dataDir, 'station.db') }));
  try {
    const checked = db.check();
    if (!checked.ok) damage.push(`database: ${checked.error.message}`);

    const twice = Number(
      db.scalar(
        `SELECT count(*) FROM (SELECT 1 FROM inspections GROUP BY image_sha256, part_id, board_id HAVING count(*) > 1)`,
      ),
    );
    if (twice > 0) damage.push(`${twice} boards stored twice`);

    const half = {
      'inspections without audit entry': `SELECT count(*) FROM inspections i WHERE NOT EXISTS
        (SELECT 1 FROM audit_entries a WHERE a.seq = i.audit_seq AND a.object_id = i.id)`,
      'audit entries without inspection': `SELECT count(*) FROM audit_entries a WHERE a.object_type = 'inspection'
        AND NOT EXISTS (SELECT 1 FROM inspections i WHERE i.id = a.object_id)`,
      'inspections without outbox row': `SELECT count(*) FROM inspections i WHERE NOT EXISTS
        (SELECT 1 FROM outbox o WHERE o.object_id = i.id)`,
      'inspections without inference': `SELECT count(*) FROM inspections i WHERE NOT EXISTS
        (SELECT 1 FROM inferences f WHERE f.inspection_id = i.id)`,
    };
    for (const [name, sql] of Object.entries(half)) {
      const found = Number(db.scalar(sql));
      if (found > 0) damage.push(`${found} ${name}`);
    }

    const stored = new Map(
      db
        .all(db.query.selectFrom('inspections').select(['id', 'image_sha256', 'verdict']))
        .map((row) => [row.id as string, row]),
    );
    const defects = new Map<string, Set<string>>();
    for (const row of db.all(db.query.selectFrom('defects').select(['id', 'inspection_id'])))
      defects.set(row.inspection_id, (defects.get(row.inspection_id) ?? new Set()).add(row.id));
    for (const line of acknowledged) {
      const row = stored.get(line.inspection_id);
      if (row === undefined) damage.push(`lost: ${line.image} ${line.inspection_id}`);
      else if (row.image_sha256 !== line.sha256 || row.verdict !== line.verdict) damage.push(`changed: ${line.image}`);
      else if (line.defects.some(({ id }) => !defects.get(line.inspection_id)?.has(id)))
        damage.push(`defects lost: ${line.image}`);
    }

    for (const { sha256, stored_path } of db.all(db.query.selectFrom('images').select(['sha256', 'stored_path']))) {
      const actual = createHash('sha256')
        .update(readFileSync(join(dataDir, stored_path)))
        .digest('hex');
      if (actual !== sha256) damage.push(`image ${stored_path} is not what its name says`);
    }

    const log = verifyStationLog(db);
    if (!log.ok) damage.push(`audit log: ${log.error.message}`);
    else if (!log.value.ok) damage.push(`audit log: ${log.value.damage} at ${log.value.index}`);
  } finally {
    db.close();
  }
  return damage;
}

/** Files of an interrupted write that are still there. */
export const leftovers = (dataDir: string): string[] =>
  readdirSync(join(dataDir, 'images'), { recursive: true })
    .map(String)
    .filter((name) => /(tmp|part)/.test(name));
