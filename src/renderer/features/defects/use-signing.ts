import { useState } from 'react';
import type { Board } from '../../app/review-store.ts';
import { useSession, useWorkspace } from '../../app/workspace-context.tsx';
import { useSignOff } from './use-sign-off.ts';

export interface SigningSteps {
  /** Nobody has to prove who signs: the key alone signs. */
  readonly isOneKey: boolean;
  /** The signing dialog is open for the board in view. */
  readonly asks: boolean;
  /** Signs, or asks for the signature first. */
  readonly start: () => void;
  /** Opens the dialog, for a note where no signature is needed. */
  readonly ask: () => void;
  readonly cancel: () => void;
}

/** From the key to the signature. A dialog is about the board that it was opened for. */
export function useSigning(board: Board | null): SigningSteps {
  const { review } = useWorkspace();
  const signOff = useSignOff();
  const isOneKey = useSession(({ session }) => session === null || session.signing === 'none');
  const [askedFor, askFor] = useState<string | null>(null);
  const ask = () => {
    const { board: inView, busy } = review.getState();
    if (inView === null || inView.signedOff !== null) return;
    // What refuses now may be settled by a decision that is still on its way; else the refusal is said at once.
    if (inView.implied.signing.refused !== null && !busy) void signOff();
    else askFor(inView.id);
  };
  return {
    isOneKey,
    asks: board !== null && board.signedOff === null && askedFor === board.id,
    start: () => (isOneKey ? void signOff() : ask()),
    ask,
    cancel: () => askFor(null),
  };
}
