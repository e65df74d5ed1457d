import { ask } from './client.ts';
import type { Workspace } from './workspace.ts';
import { useWorkspace } from './workspace-context.tsx';

/** Shows a file that the program wrote in the system's file manager; says it where that cannot be done. */
export async function reveal({ client, sayFailure }: Pick<Workspace, 'client' | 'sayFailure'>, path: string) {
  const reply = await ask(() => client.application.reveal({ path }));
  if (!reply.ok) sayFailure(reply.error);
}

export function useReveal(): (path: string) => void {
  const workspace = useWorkspace();
  return (path) => void reveal(workspace, path);
}
