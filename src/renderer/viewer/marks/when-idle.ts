/** From one piece of work to the next, milliseconds: in each frame of a gesture no more than one. */
const betweenSteps = 24;
/** At the latest after this, milliseconds, where a busy window is never idle. */
const latestIdle = 200;

const whenIdle = (work: () => void): void =>
  void setTimeout(() => requestIdleCallback(work, { timeout: latestIdle }), betweenSteps);

/** Does the work bit by bit, each when nothing else is to be done. */
export const inSteps = (work: Generator<void>): void =>
  whenIdle(() => {
    if (work.next().done !== true) inSteps(work);
  });
