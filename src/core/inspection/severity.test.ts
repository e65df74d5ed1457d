import { describe, expect, it } from 'vitest';
import { compareSeverity, worstSeverity } from './severity.ts';
import { severities } from './vocabulary.ts';

describe('severity', () => {
  it('orders from low to critical', () => {
    expect([...severities].reverse().toSorted(compareSeverity)).toEqual(['low', 'medium', 'high', 'critical']);
  });

  it('finds the worst of several', () => {
    expect(worstSeverity(['medium', 'critical', 'low'])).toBe('critical');
    expect(worstSeverity([])).toBeNull();
  });
});
