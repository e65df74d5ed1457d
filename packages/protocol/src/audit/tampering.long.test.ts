import { describe, expect, it } from 'vitest';
import { signedTamperings } from './testing/signed-tampering.ts';
import { falseAlarms, makeVictims, runTamperings, weakVerifiers } from './testing/tampering-harness.ts';

const seed = Number(process.env.FIDUCIAL_TAMPER_SEED ?? 20_261_121);
/** Tamperings of each class here; `npm run tampering` makes 100,000 in all. */
const count = Number(process.env.FIDUCIAL_TAMPER_RUNS ?? 25);
const victims = makeVictims(16);

describe('tampering with a signed log, up to what is known elsewhere', () => {
  it('is of at least 12 classes', () => {
    expect(new Set(signedTamperings.map(({ name }) => name)).size).toBeGreaterThanOrEqual(12);
  });

  it('is never seen in a true log', () => {
    expect(falseAlarms(victims)).toBe(0);
  });

  it.each(signedTamperings.map(({ name }) => name))('is found: %s', (name) => {
    const [result] = runTamperings({ count, seed, only: name, victims });
    expect(result?.missed).toEqual([]);
  });

  it.each(weakVerifiers)('control: a verifier without $leftOut misses: $misses', ({ misses, verify }) => {
    expect(falseAlarms(victims.slice(0, 4), verify)).toBe(0);
    const [result] = runTamperings({ count: 12, seed, only: misses, victims }, verify);
    expect(result?.missed.length).toBeGreaterThan(0);
  });
});
