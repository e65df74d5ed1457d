/** A real bundle of a real board: inspected, decided, signed off and reported by the whole station. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../../core/kernel/result.ts';
import { epochsOf } from '../../audit/chain-state.ts';
import { openWorkstation } from '../../open-workstation.ts';
import { queuePage } from '../../queue/queue.ts';
import { readBoard } from '../../review/reviewed-board.ts';
import { signOffBoard } from '../../review/sign-off.ts';
import { verifyDefects } from '../../review/verify.ts';
import type { StationEvent } from '../../workstation.ts';
import { createEvidence, type WrittenEvidence } from '../create-evidence.ts';

const samples = join(import.meta.dirname, '..', '..', '..', '..', 'resources', 'boards', 'samples');

export interface MadeBundle extends WrittenEvidence {
  readonly inspectionId: string;
  /** The station's verifier keys, in a file of their own. */
  readonly vkeys: string;
}

/** @param folder Gets the data directory (`data`), the bundle (`board.zip`) and the keys (`vkeys`). */
export async function makeBundle(folder: string): Promise<MadeBundle> {
  const ended = Promise.withResolvers<void>();
  const listener = (event: StationEvent): void => {
    if (event.type === 'import_progressed' && event.progress.state === 'finished') ended.resolve();
  };
  const station = must(await openWorkstation({ dataDir: join(folder, 'data'), version: '0.0.0-test', listener }));
  const { context, review, catalog, reports } = station;
  const board = { image: join(samples, 'lamp-1_000088_board.jpg'), golden: join(samples, 'lamp-1_golden.jpg') };
  const list = join(folder, 'boards.jsonl');
  writeFileSync(list, JSON.stringify({ ...board, part: 'LAMP-1', serial: '88' }));
  must(station.imports.start([list], {}));
  await ended.promise;
  const [row] = must(queuePage(context.db, { shelf: 'review', limit: 1 })).rows;
  const inspectionId = row!.id;
  const defectIds = must(readBoard(context.db, inspectionId)).defects.map(({ id }) => id);
  if (defectIds.length > 0)
    must(verifyDefects(context, review, { inspectionId, defectIds, verification: 'confirmed', reason: '', note: '' }));
  const { revision } = must(readBoard(context.db, inspectionId));
  must(signOffBoard(context, review, { inspectionId, revision, note: 'seen' }));
  const written = must(await createEvidence({ reports, catalog }, inspectionId, join(folder, 'board.zip')));
  const vkeys = join(folder, 'vkeys');
  writeFileSync(
    vkeys,
    epochsOf(context.db)
      .map(({ vkey }) => `${vkey}\n`)
      .join(''),
  );
  await station.close();
  return { ...written, inspectionId, vkeys };
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
