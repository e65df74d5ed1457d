import { useEffect } from 'react';
import { keyTargetOf } from './command-registry.ts';
import { useWorkspace } from './workspace-context.tsx';

/** The one keyboard handler of the window. What a control handled itself it has marked as done. */
export function useKeyboard(): void {
  const { commands } = useWorkspace();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (commands.press(event, keyTargetOf(document.activeElement))) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [commands]);
}
