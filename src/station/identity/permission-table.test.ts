import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { permissionTable } from '../../core/identity/permissions.ts';

it('what each role may do is what docs/people.md says', () => {
  const doc = readFileSync(new URL('../../../docs/people.md', import.meta.url), 'utf8');
  const shown = doc.split('<!-- permissions: begin -->')[1]?.split('<!-- permissions: end -->')[0] ?? '';
  // Whatever a formatter made of the columns' widths.
  const plain = (table: string) =>
    table
      .trim()
      .replaceAll(/ +/g, ' ')
      .replaceAll(/:?-+:?/g, '-');
  expect(plain(shown)).toBe(plain(permissionTable()));
});
