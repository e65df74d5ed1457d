import type { ReviewState } from '../../app/review-store.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { useAuthor } from './use-author.ts';

/** Signs the board in view, with the notes that are still in their fields: as if Enter had been pressed there first. */
export function useSignOff(): ReviewState['signOff'] {
  const { review, noteDrafts } = useWorkspace();
  const author = useAuthor();
  return (signing) => {
    noteDrafts.getState().keepAll(author);
    return review.getState().signOff(signing);
  };
}
