/**
 * A station at work, to be traced: keeps originals, records boards, decides, signs off, takes back. Says
 * `READY`, then `ACK <JSON>` for each step that is stored for good, and is killed by itself at the end, as by a power loss.
 * Arguments: data directory, what is wrong with it, number of boards.
 */
import { mkdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { newId } from '../../../src/core/kernel/ids.ts';
import type { Result } from '../../../src/core/kernel/result.ts';
import { openStation } from '../../../src/station/compose.ts';
import { nodeFileSystem } from '../../../src/station/images/file-system.ts';
import { openImageStore } from '../../../src/station/images/image-store.ts';
import { recordInspection } from '../../../src/station/inspections/record.ts';
import { undoStep } from '../../../src/station/review/perform.ts';
import { reviewSession } from '../../../src/station/review/review-session.ts';
import { readBoard } from '../../../src/station/review/reviewed-board.ts';
import { signOffBoard } from '../../../src/station/review/sign-off.ts';
import { verifyDefects } from '../../../src/station/review/verify.ts';
import { sampleInspection, sampleOutcome } from '../../../src/station/testing/sample-inspection.ts';
import type { Acknowledged } from './judge-state.ts';

const [dataDir = '', flaw = 'none', boards = '10'] = process.argv.slice(2);

function value<T>(result: Result<T, { readonly code: string }>): T {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}
const acknowledge = (step: Acknowledged): void => void writeSync(1, `ACK ${JSON.stringify(step)}\n`);

const { context, ...station } = value(await openStation({ dataDir, station: 'bench-1' }));
const { db } = context;
const pragma = (text: string) => ({ compile: () => sql.raw(text).compile(db.query) });
// Checkpoints of the database's own log often enough to meet them.
db.get(pragma('PRAGMA wal_autocheckpoint = 40'));
if (flaw === 'commits are not synced') db.run(pragma('PRAGMA synchronous = NORMAL'));
if (flaw === 'nothing is synced') db.run(pragma('PRAGMA synchronous = OFF'));
const forgetful = { ...nodeFileSystem, syncFolder: async () => undefined };
const images =
  flaw === 'names of originals are not synced' ? value(await openImageStore(dataDir, forgetful)) : station.images;

const sources = `${dataDir}-sources`;
mkdirSync(sources, { recursive: true });
const session = reviewSession();
writeSync(1, 'READY\n');
for (let board = 0; board < Number(boards); board += 1) {
  const sourcePath = join(sources, `${board}.png`);
  writeFileSync(
    sourcePath,
    Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(3000, `board ${board} `)]),
  );
  const original = value(await images.storeOriginal(sourcePath));
  const image = { ...original, width: 640, height: 480, sourcePath };
  const serial = `SN-${board}`;
  const input = sampleInspection({ id: newId(), image, golden: null, serial, outcome: sampleOutcome(2) });
  const { inspectionId } = value(recordInspection(context, input));
  acknowledge({ inspectionId, revision: 1 });
  const defectIds = value(readBoard(db, inspectionId)).defects.map(({ id }) => id);
  const decided = { inspectionId, defectIds, verification: 'rejected', reason: 'dust', note: '' } as const;
  acknowledge({ inspectionId, revision: value(verifyDefects(context, session, decided)).board.revision });
  const signed = signOffBoard(context, session, { inspectionId, revision: 2, note: '' });
  acknowledge({ inspectionId, revision: value(signed).board.revision });
  if (board % 3 === 0) acknowledge({ inspectionId, revision: value(undoStep(context, session)).board.revision });
}
process.kill(process.pid, 'SIGKILL');
