import { useEffect } from 'react';
import { flushSync } from 'react-dom';
import { isDialogOpen, keyTargetOf, takesText } from './command-registry.ts';
import { listenForScans } from './scanned-text-listener.ts';
import { useWorkspace } from './workspace-context.tsx';

/**
 * The one keyboard handler of the window. What a control handled itself it has marked as done. A button that the
 * pointer pressed does not take the focus from the boards, so that Enter still signs off and does not press it again.
 * Before anything hears a key, it is listened to whether a person pressed it or a scanner typed it.
 */
export function useKeyboard(): void {
  const { commands, review, notices, translations } = useWorkspace();
  useEffect(() => {
    let given: KeyboardEvent | null = null;
    const boardInView = () => review.getState().board?.id;

    const scans = listenForScans({
      onScanned: (scanned) => {
        // Behind a dialog nothing happens, wherever the focus is.
        if (!isDialogOpen(document)) commands.scan(scanned);
      },
      inputWaits,
    });

    /** The key was about the board that was in view when it went down, and another one came while it was held. */
    const sayTooEarly = () => {
      const { t } = translations;
      notices.say({ id: 'too-early', tone: 'info', title: t('tooEarly.title'), text: t('tooEarly.text') });
    };
    /** Gives a key that was held to the page again, as if it went down now. */
    const give = (event: KeyboardEvent, target: Element, board: string | undefined) => {
      const inView = boardInView();
      if (inView !== undefined && inView !== board) return sayTooEarly();
      given = new KeyboardEvent(event.type, event);
      // What it opens has the focus before the next key asks where it goes.
      flushSync(() => (target.isConnected ? target : focused()).dispatchEvent(given!));
      given = null;
    };

    const onKeyDownFirst = (event: KeyboardEvent) => {
      if (event === given || event.isComposing) return;
      const before = focused();
      let target = before;
      const board = boardInView();
      const key = { press: event, run: () => give(event, target, board) };
      const takes = scans.hear(key, () => takesText(focused()));
      // The key before it, held until now, may have moved the focus.
      target = focused();
      // Texts and buttons get the key from the browser, wherever it was on its way to.
      if (!takes && (target === before || keyTargetOf(target) !== 'page')) return;
      event.preventDefault();
      event.stopPropagation();
      if (!takes) key.run();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (commands.press(event, keyTargetOf(document.activeElement))) event.preventDefault();
    };
    const onMouseDown = (event: MouseEvent) => {
      const pressed = event.target instanceof Element ? event.target.closest('button:not([aria-haspopup])') : null;
      if (pressed === null || keyTargetOf(pressed) === 'dialog') return;
      if (keyTargetOf(document.activeElement) !== 'text') event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDownFirst, { capture: true });
    document.addEventListener('keydown', onKeyDown);
    document.addEventListener('mousedown', onMouseDown);
    return () => {
      scans.stop();
      window.removeEventListener('keydown', onKeyDownFirst, { capture: true });
      document.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('mousedown', onMouseDown);
    };
  }, [commands, review, notices, translations]);
}

const focused = (): Element => document.activeElement ?? document.body;

/** Chromium's own; TypeScript's library knows the standards alone. */
const inputWaits = (): boolean =>
  (navigator as Navigator & { readonly scheduling?: { isInputPending(): boolean } }).scheduling?.isInputPending() ??
  false;
