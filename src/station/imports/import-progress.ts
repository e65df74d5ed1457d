/** How far an import is: counted here, told by its listener. */
import type { AppError } from '../../core/kernel/result.ts';
import type { BoardRequest } from '../inspections/board-request.ts';

interface RefusedInput {
  /** As the person gave it. */
  readonly name: string;
  readonly error: Pick<AppError, 'code' | 'message'>;
}

export interface ImportProgress {
  readonly importId: string;
  readonly state: 'reading' | 'inspecting' | 'finished' | 'cancelled';
  readonly total: number;
  /** Boards that were inspected now. */
  readonly inspected: number;
  /** Boards that the station already knew: found again, not stored twice. */
  readonly known: number;
  /** The first 1,000; `refusedTotal` counts all. */
  readonly refused: readonly RefusedInput[];
  readonly refusedTotal: number;
  readonly running: readonly {
    readonly name: string;
    readonly part: string | null;
    readonly progress: number | null;
  }[];
  /** Set where nothing at all could be inspected. */
  readonly error: Pick<AppError, 'code' | 'message'> | null;
}

const mostRefused = 1000;

export interface ProgressCounter {
  now(): ImportProgress;
  /** The inputs are read: so many. */
  read(total: number): void;
  /** A board's work begins; `share` in 0..1 of a large board comes as its tiles are done. */
  begin(request: BoardRequest): { share(done: number): void; end(): void };
  inspected(): void;
  known(): void;
  refuse(name: string, error: AppError): void;
  /** Nothing could be inspected. */
  fail(error: AppError): void;
  finish(state: 'finished' | 'cancelled'): void;
}

export function countProgress(importId: string, onChange: () => void): ProgressCounter {
  let progress: Omit<ImportProgress, 'running' | 'refused'> = {
    importId,
    state: 'reading',
    total: 0,
    inspected: 0,
    known: 0,
    refusedTotal: 0,
    error: null,
  };
  const refused: RefusedInput[] = [];
  const running = new Map<BoardRequest, ImportProgress['running'][number]>();
  const change = (to: Partial<typeof progress>): void => {
    progress = { ...progress, ...to };
    onChange();
  };
  return {
    now: () => ({ ...progress, refused: [...refused], running: [...running.values()] }),
    read: (total) => change({ total, state: 'inspecting' }),
    begin(request) {
      const { image, part } = request;
      const row = { name: image.given, part, progress: null };
      running.set(request, row);
      onChange();
      return {
        share(done) {
          running.set(request, { ...row, progress: done });
          onChange();
        },
        end: () => void running.delete(request),
      };
    },
    inspected: () => change({ inspected: progress.inspected + 1 }),
    known: () => change({ known: progress.known + 1 }),
    refuse(name, { code, message }) {
      if (refused.length < mostRefused) refused.push({ name, error: { code, message } });
      change({ refusedTotal: progress.refusedTotal + 1 });
    },
    fail: ({ code, message }) => change({ error: { code, message } }),
    finish: (state) => change({ state }),
  };
}
