/** Imports of this session: what is being read and inspected, and the files that were refused. */
import type { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import type { importProgress } from '../../ipc/imports.ts';
import { ask, type Reply, type ReplyError, type StationClient } from './client.ts';

export type ImportProgress = z.output<typeof importProgress>;
export type RunningBoard = ImportProgress['running'][number];

export interface ImportsState {
  /** Newest first. */
  readonly imports: readonly ImportProgress[];
  readonly load: () => Promise<void>;
  readonly choose: (what: 'files' | 'folder') => Promise<void>;
  readonly start: (paths: readonly string[]) => Promise<void>;
  readonly paste: () => Promise<void>;
  readonly samples: () => Promise<void>;
  readonly cancel: (importId: string) => Promise<void>;
  readonly dismiss: (importId: string) => Promise<void>;
  readonly notice: (progress: ImportProgress) => void;
}

export const createImportsStore = (client: StationClient, onFailure: (error: ReplyError) => void) =>
  createStore<ImportsState>()((set) => {
    const begin = async (question: () => Promise<Reply<unknown>>): Promise<void> => {
      const reply = await ask(question);
      if (!reply.ok) onFailure(reply.error);
    };
    return {
      imports: [],
      load: async () => {
        const reply = await ask(() => client.imports.list({}));
        if (reply.ok) set({ imports: reply.value });
      },
      choose: (what) => begin(() => client.imports.choose({ what, about: {} })),
      start: (paths) => begin(() => client.imports.start({ paths: [...paths], about: {} })),
      paste: () => begin(() => client.imports.paste({ about: {} })),
      samples: () => begin(() => client.imports.samples({})),
      cancel: (importId) => begin(() => client.imports.cancel({ importId })),
      dismiss: async (importId) => {
        const reply = await ask(() => client.imports.dismiss({ importId }));
        if (!reply.ok) return onFailure(reply.error);
        set(({ imports }) => ({ imports: imports.filter((one) => one.importId !== importId) }));
      },
      notice: (progress) =>
        set(({ imports }) => ({
          imports: imports.some(({ importId }) => importId === progress.importId)
            ? imports.map((one) => (one.importId === progress.importId ? progress : one))
            : [progress, ...imports],
        })),
    };
  });

export type ImportsStore = ReturnType<typeof createImportsStore>;

export const isActive = ({ state }: ImportProgress): boolean => state === 'reading' || state === 'inspecting';

export const runningBoards = (imports: readonly ImportProgress[]): readonly RunningBoard[] =>
  imports.filter(isActive).flatMap(({ running }) => running);

/** Boards that have come and are neither in work nor dealt with: their turn comes. */
export const waitingBoards = (imports: readonly ImportProgress[]): number =>
  imports
    .filter(isActive)
    .map(
      ({ total, inspected, known, refusedTotal, running }) => total - inspected - known - refusedTotal - running.length,
    )
    .reduce((sum, waiting) => sum + Math.max(0, waiting), 0);
