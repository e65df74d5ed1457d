/**
 * A process to be killed: records boards and decides about them, one after another without end: every defect, then the
 * sign-off, then one step back. Says `ACK <inspection id> <revision>` for each step that is stored for good.
 * Arguments: data directory, what is wrong with it.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '../../core/kernel/ids.ts';
import type { Result } from '../../core/kernel/result.ts';
import { noSigner } from '../audit/log-signer.ts';
import { systemClock } from '../clock.ts';
import { openToAll, type StationContext } from '../context.ts';
import { openDatabase } from '../db/open.ts';
import { recordInspection } from '../inspections/record.ts';
import { type ReviewOutcome, undoStep } from '../review/perform.ts';
import { reviewSession } from '../review/review-session.ts';
import { readBoard } from '../review/reviewed-board.ts';
import { signOffBoard } from '../review/sign-off.ts';
import { verifyDefects } from '../review/verify.ts';
import { sampleImage, sampleInspection, sampleOutcome } from './sample-inspection.ts';

const [dataDir = '', flaw = 'none'] = process.argv.slice(2);

function value<T>(result: Result<T, { readonly code: string }>): T {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const opened = value(openDatabase({ file: join(dataDir, 'station.db') }));
const db = flaw === 'every statement commits by itself' ? { ...opened, write: <T>(work: () => T) => work() } : opened;
const actor = { id: 'ada', name: 'Ada', role: 'operator' };
const context: StationContext = { db, clock: systemClock(), station: 'bench-1', actor, signer: noSigner, ...openToAll };
const session = reviewSession();
const say = (line: string): void => void writeSync(1, `${line}\n`);

function step(inspectionId: string, decide: () => Result<ReviewOutcome, { readonly code: string }>): void {
  const { revision } = value(readBoard(db, inspectionId));
  if (flaw === 'acknowledged before the commit') say(`ACK ${inspectionId} ${revision + 1}`);
  const { board } = value(decide());
  if (flaw !== 'acknowledged before the commit') say(`ACK ${inspectionId} ${board.revision}`);
}

say('READY');
for (;;) {
  const serial = newId();
  const input = sampleInspection({ image: sampleImage(serial), serial, outcome: sampleOutcome(3) });
  const { inspectionId } = value(recordInspection(context, input));
  const defectIds = value(readBoard(db, inspectionId)).defects.map(({ id }) => id);
  const decision = { inspectionId, defectIds, verification: 'confirmed', reason: '', note: '' } as const;
  step(inspectionId, () => verifyDefects(context, session, decision));
  step(inspectionId, () => signOffBoard(context, session, { inspectionId, revision: 2, note: '' }));
  step(inspectionId, () => undoStep(context, session));
}
