import { expect, it } from 'vitest';
import { staysMs } from './notices.tsx';

it('a notice stays until it can have been read, and what is wrong or missing until somebody closes it', () => {
  expect(staysMs({ tone: 'pass', title: 'Saved' })).toBe(4000);
  expect(staysMs({ tone: 'pass', title: 'The report was written', text: '/a/folder'.repeat(20) })).toBeGreaterThan(
    12_000,
  );
  for (const tone of ['warn', 'fail'] as const) expect(staysMs({ tone, title: 'Left out' })).toBe(0);
});
