import { useSession } from '../../app/workspace-context.tsx';

/** Who writes at the window now; null on a station without people. */
export const useAuthor = (): string | null => useSession(({ session }) => session?.person?.id ?? null);
