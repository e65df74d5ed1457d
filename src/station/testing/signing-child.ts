/**
 * A process to be killed: threads that each keep a signed log busy, with entries, sign-offs, checkpoints, new keys and
 * restarts, without end. A log that is long enough gives way to a new one beside it, in folders named 0, 1, 2 …
 * Says READY when all run. Arguments: what is wrong with it, then a folder for each thread.
 */
import { mkdirSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, parentPort, threadId, Worker, workerData } from 'node:worker_threads';
import { recordAction } from '../audit/action.ts';
import { openLogSigner, type StationSigner } from '../audit/open-log-signer.ts';
import { systemClock } from '../clock.ts';
import { openToAll, type StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { noSealer } from '../keys/sealer.ts';
import { drawnChance } from './drawn-chance.ts';

/** Faults that the threads can be started with, to see whether the harness notices. */
const signingFlaws = ['none', 'what follows the commit comes before it'] as const;
export type SigningFlaw = (typeof signingFlaws)[number];

interface Order {
  readonly folder: string;
  readonly flaw: SigningFlaw;
  /** What this thread does, one after another, is drawn from it. */
  readonly seed: number;
}

/** Entries of a log; the shorter it is, the more often it begins and the faster it is verified. */
const longEnough = 60;

if (isMainThread) start(process.argv[2] as SigningFlaw, process.argv.slice(3));
else work(workerData as Order);

function start(flaw: SigningFlaw, folders: readonly string[]): void {
  if (!signingFlaws.includes(flaw)) throw new Error(`No such flaw: ${flaw}`);
  let waiting = folders.length;
  for (const [seed, folder] of folders.entries()) {
    const worker = new Worker(new URL(import.meta.url), { workerData: { folder, flaw, seed } satisfies Order });
    worker.on('message', () => {
      waiting -= 1;
      if (waiting === 0) writeSync(1, 'READY\n');
    });
    worker.on('error', (fault) => {
      throw fault;
    });
  }
}

function work({ folder, flaw, seed }: Order): never {
  const draw = drawnChance(seed);
  let number = Math.max(0, ...readdirSync(folder).map(Number));
  let station = open(join(folder, String(number)), flaw);
  parentPort?.postMessage('ready');
  for (let entries = 0; ; ) {
    const chance = draw();
    if (chance < 0.85) entries = act(station.context, chance < 0.65 ? 'test.done' : 'board.signed_off');
    else if (chance < 0.9) station.signer.checkpoint();
    else if (chance < 0.95 && entries < longEnough) station.signer.rotate(station.context, false);
    else {
      station.signer.close();
      station.context.db.close();
      if (entries >= longEnough) number += 1;
      station = open(join(folder, String(number)), flaw);
      entries = 0;
    }
  }
}

function open(
  dataDir: string,
  flaw: SigningFlaw,
): { readonly context: StationContext; readonly signer: StationSigner } {
  mkdirSync(dataDir, { recursive: true });
  const opened = openDatabase({ file: join(dataDir, 'station.db') });
  if (!opened.ok) throw new Error(opened.error.code);
  const db: Database = flaw === 'none' ? opened.value : { ...opened.value, afterCommit: (then) => then() };
  const actor = { id: 'child', name: `Thread ${threadId}`, role: 'admin' };
  const given = { db, clock: systemClock(), station: 'bench-1', actor, ...openToAll };
  const signer = openLogSigner({ context: given, dataDir, sealer: noSealer });
  return { context: { ...given, signer }, signer };
}

/** Gives how many entries the log has then. */
function act(context: StationContext, action: string): number {
  const done = recordAction(context, {
    action,
    object: { type: 'test', id: 'x' },
    reason: '',
    before: {},
    after: {},
    refs: {},
  });
  if (!done.ok) throw new Error(done.error.code);
  return done.value.seq + 1;
}
