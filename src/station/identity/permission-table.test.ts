import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { operations, permissions, roleMay } from '../../core/identity/permissions.ts';
import { actingRoles } from '../../core/identity/roles.ts';

/** Markdown of the table, as docs/people.md shows it. */
function permissionTable(): string {
  const head = `| operation | what it is | ${actingRoles.join(' | ')} |\n| --- | --- |${' :-: |'.repeat(actingRoles.length)}`;
  const rows = operations.map((operation) => {
    const marks = actingRoles.map((role) => (roleMay(role, operation) ? 'yes' : '–'));
    return `| \`${operation}\` | ${permissions[operation].means} | ${marks.join(' | ')} |`;
  });
  return [head, ...rows].join('\n');
}

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
