/**
 * The station's whole journey as a process of its own: opened as the window opens it, the samples imported, a board
 * decided, signed off and reported, the log verified. Prints one JSON line. `--also-reach ADDRESS` then asks for it.
 */
import { join } from 'node:path';
import type { Result } from '../../core/kernel/result.ts';
import { openWorkstation } from '../open-workstation.ts';
import { queuePage } from '../queue/queue.ts';
import { createReport } from '../reports/create-report.ts';
import { readBoard } from '../review/reviewed-board.ts';
import { signOffBoard } from '../review/sign-off.ts';
import { verifyDefects } from '../review/verify.ts';
import type { StationEvent } from '../workstation.ts';

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

const dataDir = process.argv[2]!;
const ended = Promise.withResolvers<void>();
const listener = (event: StationEvent): void => {
  if (event.type === 'import_progressed' && event.progress.state === 'finished') ended.resolve();
};
const station = must(await openWorkstation({ dataDir, version: '0.0.0-test', listener }));
const { context, review } = station;
station.warmUp();
must(station.imports.samples());
await ended.promise;

const { rows } = must(queuePage(context.db, { shelf: 'review', limit: 20 }));
const inspectionId = rows.find(({ status }) => status === 'completed')!.id;
const defectIds = must(readBoard(context.db, inspectionId)).defects.map(({ id }) => id);
if (defectIds.length > 0)
  must(verifyDefects(context, review, { inspectionId, defectIds, verification: 'confirmed', reason: '', note: '' }));
const { revision } = must(readBoard(context.db, inspectionId));
must(signOffBoard(context, review, { inspectionId, revision, note: '' }));
must(await createReport(station.reports, inspectionId, join(dataDir, 'board.pdf')));
const verified = must(await station.logVerification.run());
await station.close();

const [, address] = process.argv.slice(3);
if (address !== undefined) await fetch(address).catch(() => undefined);
process.stdout.write(`${JSON.stringify({ boards: rows.length, verified: verified.ok })}\n`);
