/**
 * Signed logs whose process dies at any moment. FIDUCIAL_LOGS asks for more of them: 10000 take some ten minutes of a
 * processor.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { openToAll } from '../context.ts';
import { openDatabase } from '../db/open.ts';
import { noSealer } from '../keys/sealer.ts';
import { startBusyLogs } from '../testing/freeze-runs.ts';
import type { SigningFlaw } from '../testing/signing-child.ts';
import { must, temporaryFolder } from '../testing/station-fixture.ts';
import { chainState } from './chain-state.ts';
import { openLogSigner } from './open-log-signer.ts';
import { verifyLogAlone } from './verify.ts';

const logs = Number(process.env.FIDUCIAL_LOGS ?? 120);
/** The planted fault must show within this many. */
const logsForAFlaw = 2000;
const threads = 4;

/** Opens a log as the next start does, and looks for anything but a whole log that can be signed on. */
function wrongAfter(dataDir: string): readonly string[] {
  const db = must(openDatabase({ file: join(dataDir, 'station.db') }));
  const actor = { id: 'lee', name: 'Lee', role: 'admin' };
  const given = { db, clock: systemClock(), station: 'bench-1', actor, ...openToAll };
  const signer = openLogSigner({ context: given, dataDir, sealer: noSealer });
  const { rollbacks, epochs, notSigned, state, problem } = must(chainState(db, signer));
  const report = must(verifyLogAlone(db));
  signer.close();
  db.close();
  return [
    ...(report.ok ? [] : [`${report.damage} at ${report.index}: ${report.message}`]),
    ...(notSigned === 0 ? [] : [`${notSigned} entries not signed`]),
    ...(epochs.some(({ handOver }) => handOver === 'lost') ? ['a lost key'] : []),
    ...(rollbacks.length === 0 ? [] : ['called set back']),
    ...(state === 'unsealed' && problem === null ? [] : [`${state} ${problem?.code ?? ''}`]),
  ];
}

/** What is wrong with the first log with which something is. */
async function firstWrong(flaw: SigningFlaw, count: number) {
  const root = temporaryFolder();
  const folders = Array.from({ length: threads }, (_, at) => join(root, `thread-${at}`));
  for (const folder of folders) mkdirSync(folder);
  const busy = await startBusyLogs(folders, flaw);
  try {
    for (let recovered = 0; recovered < count; ) {
      await busy.aWhile();
      const into = join(root, 'frozen');
      for (const dataDir of busy.freeze(into)) {
        const wrong = wrongAfter(dataDir);
        if (wrong.length > 0) return { wrong, recovered };
        recovered += 1;
      }
      rmSync(into, { recursive: true });
    }
    // What a kill leaves, and not only what it would.
    await busy.kill();
    return { wrong: busy.newest().flatMap(wrongAfter), recovered: count };
  } finally {
    await busy.kill();
  }
}

describe.runIf(process.platform === 'linux')(
  'signed logs, stopped at any moment',
  { timeout: 300_000 + logs * 2000 },
  () => {
    it(`are whole and signed again after it, ${logs} times, and raise no false alarm`, async () => {
      expect(await firstWrong('none', logs)).toEqual({ wrong: [], recovered: logs });
    });

    it('control: the harness notices when what follows the commit comes before it', async () => {
      expect((await firstWrong('what follows the commit comes before it', logsForAFlaw)).wrong).not.toEqual([]);
    });
  },
);
