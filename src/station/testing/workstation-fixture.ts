import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AppError, Result } from '../../core/kernel/result.ts';
import type { ImportProgress } from '../imports/import-progress.ts';
import { openWorkstation, type WorkstationOptions } from '../open-workstation.ts';
import type { StationEvent, Workstation } from '../workstation.ts';
import { must, temporaryFolder } from './station-fixture.ts';

export const samplesFolder = join(import.meta.dirname, '..', '..', '..', 'resources', 'boards', 'samples');

interface Started {
  readonly importId: string;
}

export interface TestWorkstation extends Workstation {
  /** What it has told so far. */
  readonly events: readonly StationEvent[];
  /** Resolves with the first event, past or to come, that `found` gives something for. */
  seen<T>(found: (event: StationEvent) => T | null): Promise<T>;
  /** Resolves with an import's last state. */
  ended(started: Started | Result<Started, AppError>): Promise<ImportProgress>;
}

/** The whole station with its real database and engine, in a folder of its own. */
export async function openTestWorkstation(
  dataDir = temporaryFolder(),
  more: Pick<WorkstationOptions, 'patienceMs' | 'sealer'> = {},
): Promise<TestWorkstation> {
  const events: StationEvent[] = [];
  const waiting = new Set<() => void>();
  const opened = await openWorkstation({
    dataDir,
    version: '0.0.0-test',
    ...more,
    listener(event) {
      events.push(event);
      for (const look of waiting) look();
    },
  });
  const workstation = must(opened);
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await workstation.close();
  };
  onTestFinished(close);
  const seen = <T>(found: (event: StationEvent) => T | null): Promise<T> =>
    new Promise((resolve) => {
      let looked = 0;
      const look = (): void => {
        for (; looked < events.length; looked += 1) {
          const event = events[looked];
          const value = event === undefined ? null : found(event);
          if (value === null) continue;
          waiting.delete(look);
          resolve(value);
          return;
        }
      };
      waiting.add(look);
      look();
    });
  return {
    ...workstation,
    close,
    events,
    seen,
    ended(started) {
      const { importId } = 'ok' in started ? must(started) : started;
      return seen((event) => {
        if (event.type !== 'import_progressed' || event.progress.importId !== importId) return null;
        return ['finished', 'cancelled'].includes(event.progress.state) ? event.progress : null;
      });
    },
  };
}
