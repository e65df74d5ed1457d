import { useEffect } from 'react';
import { keyTargetOf } from './command-registry.ts';
import { useWorkspace } from './workspace-context.tsx';

/**
 * The one keyboard handler of the window. What a control handled itself it has marked as done. A button that the
 * pointer pressed does not take the focus from the boards, so that Enter still signs off and does not press it again.
 */
export function useKeyboard(): void {
  const { commands } = useWorkspace();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (commands.press(event, keyTargetOf(document.activeElement))) event.preventDefault();
    };
    const onMouseDown = (event: MouseEvent) => {
      const pressed = event.target instanceof Element ? event.target.closest('button:not([aria-haspopup])') : null;
      if (pressed === null || keyTargetOf(pressed) === 'dialog') return;
      if (keyTargetOf(document.activeElement) !== 'text') event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    document.addEventListener('mousedown', onMouseDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('mousedown', onMouseDown);
    };
  }, [commands]);
}
