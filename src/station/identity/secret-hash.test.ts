import { expect, it } from 'vitest';
import { must } from '../testing/station-fixture.ts';
import { hashSecret, hashToLookUp, matchesSecret, nobodysHash } from './secret-hash.ts';

/** Algorithm, version and costs of a PHC string, without salt and hash. */
const costOf = (hash: string): string => hash.split('$').slice(1, 4).join('$');

it('is Argon2id with OWASP’s memory and passes, and nobody’s hash costs the same', async () => {
  expect(costOf(must(await hashSecret('purple trolley rain')))).toBe('argon2id$v=19$m=19456,t=2,p=1');
  expect(costOf(nobodysHash)).toBe('argon2id$v=19$m=19456,t=2,p=1');
});

it('has a salt of its own, and matches its own text only', async () => {
  const [first, second] = (await Promise.all([hashSecret('same'), hashSecret('same')])).map(must);
  expect(first).not.toBe(second);
  expect(must(await matchesSecret(first!, 'same'))).toBe(true);
  expect(must(await matchesSecret(first!, 'other'))).toBe(false);
});

it.each(['', 'plain text', '$argon2id$v=19$m=19456,t=2,p=1$cut'])(
  'a stored %j that cannot be checked lets nobody in',
  async (stored) => {
    expect(must(await matchesSecret(stored, 'same'))).toBe(false);
  },
);

it('leaves the thread free while it works', async () => {
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await hashSecret('purple trolley rain');
  isDone = true;
  expect(turns).toBeGreaterThan(3);
});

it('finds a badge by the same hash, at this station only', async () => {
  const [salt, other] = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)];
  const hash = must(await hashToLookUp('BADGE-000017', salt));
  expect(hash).toHaveLength(32);
  expect(must(await hashToLookUp('BADGE-000017', salt))).toEqual(hash);
  expect(must(await hashToLookUp('BADGE-000017', other))).not.toEqual(hash);
});
