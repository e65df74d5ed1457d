/**
 * A process to be killed: stores and records made-up boards, one after another without end, and says `ACK <number>
 * <inspection id>` for each that is stored for good. Arguments: data directory, number of the first board, what is
 * wrong with it. Started again, it goes over boards it may have done before, as a command line does after a crash.
 */
import { mkdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { InspectionToRecord } from '../../core/inspection/record.ts';
import { newId } from '../../core/kernel/ids.ts';
import { noSigner } from '../audit/log-signer.ts';
import { systemClock } from '../clock.ts';
import { openToAll, type StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { openImageStore } from '../images/image-store.ts';
import { recordInspection } from '../inspections/record.ts';
import { plantedBugs } from './planted-bugs.ts';
import { hashOf, sampleImage, sampleOutcome, sampleRecipe } from './sample-inspection.ts';

const [dataDir = '', firstBoard = '0', flaw = 'none'] = process.argv.slice(2);
if (flaw !== 'none' && !plantedBugs.some((bug) => bug === flaw)) throw new Error(`No such bug: ${flaw}`);

const opened = openDatabase({ file: join(dataDir, 'station.db') });
if (!opened.ok) throw new Error(opened.error.code);
const store = await openImageStore(dataDir);
if (!store.ok) throw new Error(store.error.code);
const db: Database =
  flaw === 'every statement commits by itself' ? { ...opened.value, write: (work) => work() } : opened.value;
const context: StationContext = {
  db,
  clock: systemClock(),
  station: 'bench-1',
  actor: { id: 'cli', name: 'Ada', role: 'line' },
  signer: noSigner,
  ...openToAll,
};
// Beside the data directory, whose disk may be full.
const sources = `${dataDir}-sources`;
mkdirSync(sources, { recursive: true });
const say = (line: string): void => void writeSync(1, `${line}\n`);

const pixels = (board: number): Buffer =>
  Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(60_000, `board ${board} `)]);

function inspectionOf(board: number, sourcePath: string): InspectionToRecord {
  const sha256 = hashOf(pixels(board));
  const storedPath = `images/${sha256.slice(0, 2)}/${sha256}.png`;
  return {
    id: newId(),
    image: { ...sampleImage('board'), sha256, bytes: pixels(board).length, storedPath, sourcePath },
    golden: null,
    part: 'PN-1',
    lot: `LOT-${Math.floor(board / 10)}`,
    serial: `SN-${board}`,
    again: flaw === 'a restart forgets what was done',
    recipe: { name: 'default', content: sampleRecipe },
    startedAt: context.clock.now(),
    outcome: sampleOutcome(board % 4),
  };
}

say('READY');
for (let board = Number(firstBoard); ; board += 1) {
  const sourcePath = join(sources, `${process.pid}-${board}.png`);
  writeFileSync(sourcePath, pixels(board));
  const input = inspectionOf(board, sourcePath);
  const keep = async () => {
    const kept = await store.value.storeOriginal(sourcePath);
    if (!kept.ok) throw new Error(kept.error.code);
  };
  if (flaw === 'acknowledged before the commit') say(`ACK ${board} ${input.id}`);
  if (flaw !== 'the row comes before its image') await keep();
  const recorded = recordInspection(context, input);
  if (!recorded.ok) throw new Error(recorded.error.code);
  if (flaw === 'the row comes before its image') await keep();
  if (flaw !== 'acknowledged before the commit') say(`ACK ${board} ${recorded.value.inspectionId}`);
}
