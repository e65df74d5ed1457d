import { type AppError, ok, type Result } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import { removeAnnotation, saveAnnotation } from '../../../station/annotations/annotate.ts';
import { type ReviewOutcome, redoStep, undoStep } from '../../../station/review/perform.ts';
import { stepsOf } from '../../../station/review/review-session.ts';
import { readBoard } from '../../../station/review/reviewed-board.ts';
import { reopenBoard, signOffBoard } from '../../../station/review/sign-off.ts';
import { verifyDefects } from '../../../station/review/verify.ts';
import type { Workstation } from '../../../station/workstation.ts';

export const boardHandlers = ({ context, recipes }: Workstation): Handlers['boards'] => ({
  open: ({ inspectionId }) => readBoard(context.db, inspectionId),
  types() {
    const proposal = recipes.proposal();
    return proposal.ok ? ok(Object.keys(proposal.value.types)) : proposal;
  },
});

/** Tells what a person's step changed, once it is stored. */
const telling =
  ({ decided }: Workstation) =>
  (done: Result<ReviewOutcome, AppError>): Result<ReviewOutcome, AppError> => {
    if (done.ok) decided([done.value.board.id]);
    return done;
  };

export function reviewHandlers(workstation: Workstation): Handlers['review'] {
  const { context, review, settings } = workstation;
  const tell = telling(workstation);
  return {
    verify: (input) => tell(verifyDefects(context, review, input)),
    signOff: (input) => tell(signOffBoard(context, review, input)),
    reopen: (input) => tell(reopenBoard(context, review, input)),
    undo: () => tell(undoStep(context, review)),
    redo: () => tell(redoStep(context, review)),
    steps: () => ok(stepsOf(review, context.actor)),
    reasons: () => ok(settings.read().reasons),
  };
}

export function annotationHandlers(workstation: Workstation): Handlers['annotations'] {
  const { context, review } = workstation;
  const tell = telling(workstation);
  return {
    save: (input) => tell(saveAnnotation(context, review, input)),
    remove: (input) => tell(removeAnnotation(context, review, input)),
  };
}
