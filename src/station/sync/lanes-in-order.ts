import type { Lane } from './lane.ts';

/** Several kinds of work as one lane, each when those before it have nothing to do: a recipe comes after the model that it names. */
export const lanesInOrder = (name: string, lanes: readonly Lane[]): Lane => ({
  name,
  async step() {
    let done: Awaited<ReturnType<Lane['step']>> = 'idle';
    for (const lane of lanes) {
      done = await lane.step();
      if (done !== 'idle') return done;
    }
    return done;
  },
  dueInMs() {
    const due = lanes.map((lane) => lane.dueInMs()).filter((ms) => ms !== null);
    return due.length === 0 ? null : Math.min(...due);
  },
  hurry() {
    for (const lane of lanes) lane.hurry();
  },
});
