import { expect, it } from 'vitest';
import { type InspectOptions, wrongUsage } from './inspect-options.ts';

const options: InspectOptions = { provider: 'auto', store: true };

it('refuses an empty part or golden, as a script gives it whose variable is not set', () => {
  expect(wrongUsage(['a.png'], options)).toBeNull();
  expect(wrongUsage(['a.png'], { ...options, part: 'P', golden: 'g.png', lot: '' })).toBeNull();
  expect(wrongUsage(['a.png'], { ...options, part: '' })).toContain('--part is empty');
  expect(wrongUsage(['a.png'], { ...options, part: ' ' })).toContain('--part is empty');
  expect(wrongUsage(['a.png'], { ...options, golden: '' })).toContain('--golden is empty');
});
