/** What a station acknowledged survives a power loss at any moment; what a weaker station loses is noticed. */
import { beforeAll, describe, expect, it } from 'vitest';
import { explorePowerLoss, flaws } from './explore-power-loss.ts';
import { haveTracer } from './tracer.ts';

const seed = Number(process.env.FIDUCIAL_SEED ?? 1);

describe.runIf(process.platform === 'linux')('the power going while a station works', () => {
  beforeAll(haveTracer);

  it('loses no acknowledged step and leaves nothing half', () => {
    const { lost, corrupt, examples } = explorePowerLoss({ flaw: 'none', boards: 6, states: 300, seed });
    expect({ lost, corrupt, examples }).toEqual({ lost: 0, corrupt: 0, examples: [] });
  });

  it.each(flaws)('is noticed by the same search where %s', (flaw) => {
    const { lost, corrupt } = explorePowerLoss({ flaw, boards: 3, states: 80, seed });
    expect(lost + corrupt).toBeGreaterThan(0);
  });
});
