import { type AppError, ok, type Result } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import { removeAnnotation, saveAnnotation } from '../../../station/annotations/annotate.ts';
import { actingNow, type StationContext } from '../../../station/context.ts';
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
  async (
    step: (acting: StationContext) => Result<ReviewOutcome, AppError>,
  ): Promise<Result<ReviewOutcome, AppError>> => {
    // Whoever is signed in when the database is free again, it is this person's step.
    const acting = actingNow(context);
    const done = await context.db.patiently(() => step(acting));
    if (done.ok) decided([done.value.board.id]);
    return done;
  };

export function reviewHandlers(workstation: Workstation): Handlers['review'] {
  const { context, review, session, settings } = workstation;
  const step = stepper(workstation);
  return {
    verify: (input) => step((acting) => verifyDefects(acting, review, input)),
    async signOff({ signature: { meaning, proof }, ...input }) {
      const signature = await session.sign(meaning, proof);
      return signature.ok
        ? step((acting) => signOffBoard(acting, review, { ...input, signature: signature.value }))
        : signature;
    },
    reopen: (input) => step((acting) => reopenBoard(acting, review, input)),
    undo: ({ expected }) => step((acting) => undoStep(acting, review, expected)),
    redo: () => step((acting) => redoStep(acting, review)),
    steps: () => ok(stepsOf(review, context.actor)),
    reasons: () => ok(settings.read().reasons),
  };
}

export function annotationHandlers(workstation: Workstation): Handlers['annotations'] {
  const { review } = workstation;
  const step = stepper(workstation);
  return {
    save: (input) => step((acting) => saveAnnotation(acting, review, input)),
    remove: (input) => step((acting) => removeAnnotation(acting, review, input)),
  };
}
