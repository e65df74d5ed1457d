import type { AppError, Result } from '../../core/kernel/result.ts';
import type { EngineReply, EngineRequest } from '../../engine/protocol.ts';

type WorkReply = Extract<EngineReply, { type: 'inspected' | 'rendered' }>;
export type Progress = Extract<EngineReply, { type: 'progress' }>;

/** One board, or one rendering, on its way through the engine. */
export interface Work {
  readonly kind: 'work';
  readonly request: Extract<EngineRequest, { type: 'inspect' | 'render' }>;
  readonly onProgress: (progress: Progress) => void;
  readonly settle: (result: Result<WorkReply, AppError>) => void;
  /** Times that it was sent to an engine. */
  attempts: number;
}

/** The work that an engine has now, each with its time cap. */
export interface Desk {
  readonly size: number;
  put(work: Work): void;
  /** Removes and returns it; undefined when it is not there. */
  take(id: string): Work | undefined;
  find(id: string): Work | undefined;
  /** A board's size is known: it, and all beside it, get more time. */
  grow(id: string, megapixels: number): void;
  /** Removes everything, in the order of arrival. */
  clear(): Work[];
}

export interface DeskOptions {
  readonly baseMs: number;
  readonly msPerMegapixel: number;
  /** Milliseconds on a counter that never goes back. */
  readonly now: () => number;
  /** Called when a piece of work has used up its time, which it was given in `allowedMs`. */
  readonly onOverdue: (work: Work, allowedMs: number) => void;
}

interface Entry {
  readonly work: Work;
  readonly since: number;
  megapixels: number;
  allowedMs: number;
  timer: NodeJS.Timeout;
}

/**
 * A time cap that is fair to a small board beside a large one: whoever waits for a board gets that board's time as well.
 */
export function createDesk({ baseMs, msPerMegapixel, now, onOverdue }: DeskOptions): Desk {
  const entries = new Map<string, Entry>();
  const arm = (entry: Pick<Entry, 'work' | 'since' | 'allowedMs'>): NodeJS.Timeout =>
    setTimeout(() => onOverdue(entry.work, entry.allowedMs), entry.since + entry.allowedMs - now());
  const remove = (id: string): Work | undefined => {
    const entry = entries.get(id);
    if (entry) clearTimeout(entry.timer);
    entries.delete(id);
    return entry?.work;
  };
  return {
    get size() {
      return entries.size;
    },
    put(work) {
      const beside = [...entries.values()].reduce((sum, { megapixels }) => sum + megapixels, 0);
      const fresh = { work, since: now(), megapixels: 0, allowedMs: baseMs + beside * msPerMegapixel };
      entries.set(work.request.id, { ...fresh, timer: arm(fresh) });
    },
    take: remove,
    find: (id) => entries.get(id)?.work,
    grow(id, megapixels) {
      const grown = entries.get(id);
      if (!grown) return;
      grown.megapixels += megapixels;
      for (const entry of entries.values()) {
        clearTimeout(entry.timer);
        entry.allowedMs += megapixels * msPerMegapixel;
        entry.timer = arm(entry);
      }
    },
    clear: () => [...entries.keys()].flatMap((id) => remove(id) ?? []),
  };
}
