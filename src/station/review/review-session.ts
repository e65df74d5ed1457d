import { emptyStack, type NextSteps, nextSteps, type UndoStack } from '../../core/review/undo-stack.ts';

/**
 * What can be undone, by person. It lives as long as the station's process, so it outlives the window's reload and
 * changes of person; what was decided is in the database and needs none of it.
 */
export interface ReviewSession {
  stackOf(personId: string): UndoStack;
  /** Only after the durable commit of the step. */
  setStack(personId: string, stack: UndoStack): void;
}

export function reviewSession(): ReviewSession {
  const stacks = new Map<string, UndoStack>();
  return {
    stackOf: (personId) => stacks.get(personId) ?? emptyStack,
    setStack: (personId, stack) => void stacks.set(personId, stack),
  };
}

/** What undo and redo would do next for this person. */
export const stepsOf = (session: ReviewSession, person: { readonly id: string }): NextSteps =>
  nextSteps(session.stackOf(person.id));
