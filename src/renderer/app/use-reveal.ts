import { reveal } from './reveal.ts';
import { useWorkspace } from './workspace-context.tsx';

export function useReveal(): (path: string) => void {
  const workspace = useWorkspace();
  return (path) => void reveal(workspace, path);
}
