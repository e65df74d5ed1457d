import type { Resources } from '../resources.ts';
import { usage } from './usage.ts';

/** Exit status: 0 done, 1 not done, 2 wrong usage. */
export type Status = 0 | 1 | 2;
export type Say = (line: string) => void;

/** One command: what it works on (`modelsDir`: null where it is the installation's own), its arguments, where its answer goes, and what it reads. */
export type Work = (
  resources: Resources & { readonly modelsDir: string | null },
  args: readonly string[],
  say: Say,
  input: NodeJS.ReadableStream,
) => Promise<Status>;

/** Who the activity log names. */
export const byAdministrator = { principal: 'command line', requestId: null };

export function wrongUsage(say: Say): Status {
  say(usage);
  return 2;
}

export function told(rows: bigint, say: Say, done: string): Status {
  say(rows > 0n ? done : 'There is none of that name.');
  return rows > 0n ? 0 : 1;
}
