import { type Attempt, useAttempt } from './use-attempt.ts';
import { useStation } from './workspace-context.tsx';

/** Failures of the database that a backup puts right. */
const restorable: ReadonlySet<string> = new Set(['DB_CORRUPT', 'DB_NOT_A_DATABASE']);
export const isRestorable = ({ code }: { readonly code: string }): boolean => restorable.has(code);

export interface Restore {
  readonly attempt: Attempt;
  /** Asks for a backup. Where it is put in place, the window is loaded again. */
  readonly begin: () => void;
}

export function useRestore(): Restore {
  const { backup } = useStation();
  const attempt = useAttempt();
  return { attempt, begin: () => void attempt.make(() => backup.restore({})) };
}
