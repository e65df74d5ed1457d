import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openDatabase } from '../../../src/station/db/open.ts';
import { readBoard } from '../../../src/station/review/reviewed-board.ts';
import { whatIsWrong } from '../../../src/station/testing/station-check.ts';
import type { DiskState } from './disk.ts';

/** A step that the station said to be stored: the board, and the revision that it had then. */
export interface Acknowledged {
  readonly inspectionId: string;
  readonly revision: number;
}

export interface Finding {
  readonly kind: 'lost' | 'corrupt';
  readonly message: string;
}

/**
 * Starts a station on what the power loss left, and looks for what it had said to be stored.
 * @param root folder of the traced data directory, as in the state's paths
 * @param folder where the state is written out; emptied first
 */
export function judgeState(
  state: DiskState,
  root: string,
  folder: string,
  acknowledged: readonly Acknowledged[],
): readonly Finding[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const path of state.folders) mkdirSync(join(folder, path.slice(root.length)), { recursive: true });
  for (const [path, bytes] of state.files) {
    const place = join(folder, path.slice(root.length));
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, bytes);
  }
  const newest = new Map(acknowledged.map(({ inspectionId, revision }) => [inspectionId, revision]));
  try {
    return [
      ...whatIsWrong(folder, newest.keys()).map(
        (message): Finding => ({
          kind: / is lost$/.test(message) ? 'lost' : 'corrupt',
          message,
        }),
      ),
      ...lostDecisions(folder, newest),
    ];
  } catch (thrown) {
    return [{ kind: 'corrupt', message: String(thrown) }];
  }
}

function lostDecisions(folder: string, newest: ReadonlyMap<string, number>): Finding[] {
  const db = openDatabase({ file: join(folder, 'station.db') });
  if (!db.ok) return [{ kind: 'corrupt', message: db.error.code }];
  try {
    return [...newest].flatMap(([id, revision]): Finding[] => {
      const board = readBoard(db.value, id);
      const stored = board.ok ? board.value.revision : 0;
      if (stored >= revision) return [];
      return [{ kind: 'lost', message: `board ${id} is at revision ${stored}, and ${revision} was acknowledged` }];
    });
  } finally {
    db.value.close();
  }
}
