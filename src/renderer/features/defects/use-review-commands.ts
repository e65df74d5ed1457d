import { useCommand } from '../../app/use-command.ts';
import { useReview } from '../../app/workspace-context.tsx';
import { verificationOf } from './decision-commands.ts';

export interface ReviewCommands {
  readonly onSignOff: () => void;
  readonly onSignWithNote: () => void;
}

/** The keys of the review. */
export function useReviewCommands({ onSignOff, onSignWithNote }: ReviewCommands): void {
  const { board, selectedId, selectNext, decide, undo, redo } = useReview((state) => state);
  const open = board !== null && board.signedOff === null;
  const decidable = open && selectedId !== null;
  const listed = board !== null && board.defects.length > 0;

  useCommand('review.next', () => selectNext(1), listed);
  useCommand('review.previous', () => selectNext(-1), listed);
  useCommand('review.confirm', () => void decide({ verification: verificationOf['review.confirm'] }), decidable);
  useCommand('review.falseCall', () => void decide({ verification: verificationOf['review.falseCall'] }), decidable);
  useCommand('review.accept', () => void decide({ verification: verificationOf['review.accept'] }), decidable);
  useCommand('review.repaired', () => void decide({ verification: verificationOf['review.repaired'] }), decidable);
  useCommand('review.reopenDefect', () => void decide({ verification: 'not_verified' }), decidable);
  useCommand('review.undo', () => void undo());
  useCommand('review.redo', () => void redo());
  useCommand('review.signOff', onSignOff, open);
  useCommand('review.signWithNote', onSignWithNote, open);
}
