import { describe, expect, it } from 'vitest';
import { cliError } from './errors.ts';
import type { BoardInput } from './inspect-inputs.ts';
import { type Outcomes, printOutcomes } from './inspect-outcomes.ts';
import type { Terminal } from './terminal.ts';

const error = cliError('INPUT_NO_IMAGES', 'none');
const inputs: readonly BoardInput[] = ['a.png', 'b.png'].map((image) => ({ ok: false, image, error }));

/** The end of a run over two inputs. */
function ended(work: (outcomes: Outcomes) => void, { stopped = false, json = true } = {}) {
  const out: string[] = [];
  const notes: string[] = [];
  const terminal = {
    line: (text) => void out.push(text),
    note: (text) => void notes.push(text),
    stderrIsTty: false,
    color: false,
    stop: stopped ? AbortSignal.abort() : new AbortController().signal,
  } as Terminal;
  const outcomes = printOutcomes(terminal, { json, failOnDefect: true, stored: true }, inputs);
  work(outcomes);
  const status = outcomes.end();
  return { status, out, said: notes.at(-1) };
}

const nothing = (): void => undefined;
const refuseOne = (outcomes: Outcomes): void => outcomes.refused('a.png', error);
const refuseBoth = (outcomes: Outcomes): void => {
  for (const { image } of inputs as readonly { image: string }[]) outcomes.refused(image, error);
};
const leaveBothOut = (outcomes: Outcomes): void => {
  for (const { image } of inputs as readonly { image: string }[]) outcomes.leftOut(image);
};

describe('the exit status of a run', () => {
  it('is 130 where Ctrl-C left boards that were not begun, whatever the others were', () => {
    expect(ended(nothing, { stopped: true })).toMatchObject({
      status: 130,
      out: [],
      said: expect.stringMatching(/^0 boards: .* Stopped early: 2 not begun\.$/),
    });
    expect(ended(refuseOne, { stopped: true }).status).toBe(130);
  });

  it('is that of the boards where all of them were in hand already', () => {
    expect(ended(refuseBoth, { stopped: true }).status).toBe(3);
    expect(ended(refuseBoth).status).toBe(3);
  });

  it('is 3 where only goldens were found, and says so as every refusal is said', () => {
    const { status, out, said } = ended(leaveBothOut);
    expect(status).toBe(3);
    expect(out.map((line) => JSON.parse(line))).toMatchObject([{ error: { code: 'INPUT_NO_IMAGES' } }]);
    expect(said).toMatch(/^fiducial: INPUT_NO_IMAGES: /);
    expect(ended(leaveBothOut, { json: false }).out).toEqual([]);
  });
});
