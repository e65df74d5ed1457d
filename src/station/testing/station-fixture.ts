import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../core/kernel/clock.ts';
import type { Result } from '../../core/kernel/result.ts';
import { noSigner } from '../audit/log-signer.ts';
import { openToAll, type StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(fastestDisk(), 'fiducial-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Memory, where the system has such a disk: a sync costs nothing there, and what a killed process leaves is the same. */
function fastestDisk(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}

/** The value of an outcome that the test needs to be good. */
export function must<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`Expected a value, got ${JSON.stringify(result.error)}`);
  return result.value;
}

/** One millisecond later at every reading, so that records have an order and a test no wall clock. */
export function steppingClock(start = Date.UTC(2026, 10, 21, 8)): Clock {
  let ms = 0;
  return {
    now: () => {
      ms += 1;
      return new Date(start + ms).toISOString();
    },
    monotonicMs: () => ms,
    bootId: 'test-boot',
  };
}

export function contextOf(db: Database): StationContext {
  return {
    db,
    clock: steppingClock(),
    station: 'bench-1',
    actor: { id: 'cli', name: 'Ada', role: 'line' },
    signer: noSigner,
    ...openToAll,
  };
}

/** A station database in a folder of its own, closed with the test. */
export function openTestStation(file = join(temporaryFolder(), 'station.db')): StationContext {
  const db = must(openDatabase({ file }));
  onTestFinished(() => db.close());
  return contextOf(db);
}

/** Runs `work` with the rights of an ordinary user: root may read and write everything, which would prove nothing. */
export async function asOrdinaryUser<T>(work: () => T | Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.('nobody');
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
