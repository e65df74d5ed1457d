/** What a program that was ended left of the reports and bundles that the log speaks of. */
import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { evidenceNotWritten } from '../../core/audit/entries.ts';
import { recordAction } from '../audit/action.ts';
import { hashOfFile } from '../backup/make-backup.ts';
import type { StationContext } from '../context.ts';
import { syncFolderNames } from '../durable-folder.ts';
import { stagedName } from '../reports/staged-file.ts';
import { verifyEvidence } from './verify-evidence.ts';

/** A program that is ended leaves one or two, and they are the newest. */
const lookedAt = 50;

interface ReportRow {
  readonly id: string;
  readonly inspectionId: string;
  readonly path: string;
  readonly sha256: string;
}

/**
 * Gives files their names whose bytes were whole, and says in the log which bundle was never written. To be called before
 * this process writes outputs of its own; what other programs are writing at this moment is left alone. What cannot be
 * done now (a drive that is not there) is left as it is.
 */
export async function finishOutputs(context: StationContext): Promise<void> {
  const { db } = context;
  const recent = db.read(() =>
    db.all(
      db.query
        .selectFrom('reports')
        .select(['id', 'inspection_id as inspectionId', 'path', 'sha256'])
        .orderBy('audit_seq', 'desc')
        .limit(lookedAt),
    ),
  );
  if (!recent.ok) return;
  const byFolder = Map.groupBy(recent.value, ({ path }) => dirname(path));
  for (const [folder, reports] of byFolder) {
    const byId = new Map(reports.map((report) => [report.id as string, report]));
    for (const name of await readdir(folder).catch(() => [])) {
      const { id = '', pid = '' } = stagedName.exec(name)?.groups ?? {};
      const report = byId.get(id);
      if (report !== undefined && !isAnothers(Number(pid))) await finish(context, report, join(folder, name));
    }
  }
}

async function finish(context: StationContext, report: ReportRow, staged: string): Promise<void> {
  const { db } = context;
  const { inspectionId, path, sha256 } = report;
  try {
    if ((await hashOfFile(staged)) === sha256 || (await isWholeBundle(staged))) {
      await rename(staged, path);
      syncFolderNames(dirname(path));
      return;
    }
    const entry = evidenceNotWritten({ inspectionId, reason: 'program ended' });
    const told = await db.patiently(() => recordAction(context, entry));
    if (told.ok) await rm(staged, { force: true });
  } catch {
    // The disk does not play along: the next start tries again.
  }
}

async function isWholeBundle(file: string): Promise<boolean> {
  const report = await verifyEvidence(file, { keys: null });
  return report.ok && report.value.problems.length === 0;
}

/** Whether another program that runs now has this number. One of our own number is one that ran before us. */
function isAnothers(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // There, and somebody else's.
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}
