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

/** Does a person's step, waiting where another program holds the database, and tells what it changed once it is stored. */
const stepper =
  ({ context, decided }: Workstation) =>
  async (step: () => Result<ReviewOutcome, AppError>): Promise<Result<ReviewOutcome, AppError>> => {
    const done = await context.db.patiently(step);
    if (done.ok) decided([done.value.board.id]);
    return done;
  };

export function reviewHandlers(workstation: Workstation): Handlers['review'] {
  const { context, review, settings } = workstation;
  const step = stepper(workstation);
  return {
    verify: (input) => step(() => verifyDefects(context, review, input)),
    signOff: (input) => step(() => signOffBoard(context, review, input)),
    reopen: (input) => step(() => reopenBoard(context, review, input)),
    undo: () => step(() => undoStep(context, review)),
    redo: () => step(() => redoStep(context, review)),
    steps: () => ok(stepsOf(review, context.actor)),
    reasons: () => ok(settings.read().reasons),
  };
}

export function annotationHandlers(workstation: Workstation): Handlers['annotations'] {
  const { context, review } = workstation;
  const step = stepper(workstation);
  return {
    save: (input) => step(() => saveAnnotation(context, review, input)),
    remove: (input) => step(() => removeAnnotation(context, review, input)),
  };
}
