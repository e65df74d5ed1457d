import { ask } from './client.ts';
import { useWorkspace } from './workspace-context.tsx';

/** Shows a file that the program wrote in the system's file manager; says it where that cannot be done. */
export function useReveal(): (path: string) => void {
  const { client, sayFailure } = useWorkspace();
  return (path) => {
    void ask(() => client.application.reveal({ path })).then((reply) => {
      if (!reply.ok) sayFailure(reply.error);
    });
  };
}
