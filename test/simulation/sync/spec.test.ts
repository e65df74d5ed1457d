/** Docs/spec/sync.md: a rule that no test names is a wish. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const tests = globSync(
  ['src/{core,station}/sync/**/*.test.ts', 'test/simulation/sync/*.test.ts', 'test/acceptance/sync*.test.ts'],
  { cwd: root },
).filter((file) => !file.endsWith('spec.test.ts'));

const rules = [...readFileSync(join(root, 'docs/spec/sync.md'), 'utf8').matchAll(/^- \*\*(S\d+)\*\*/gm)].map(
  ([, rule]) => rule!,
);

/** In a test's own title, or as the rule that a planted bug must be seen to break. */
const named = new Set(
  tests.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .filter((line) => /\bit\(|^\s+'.*': \/\^/.test(line))
      .flatMap((line) => [...line.matchAll(/\bS\d+\??/g)].flatMap(([rule]) => rulesOf(rule))),
  ),
);

/** `S11?` stands for two. */
function rulesOf(text: string): readonly string[] {
  return text.endsWith('?') ? [text.slice(0, -1), text.slice(0, -2)] : [text];
}

it('has its rules numbered one after another', () => {
  expect(rules).toEqual(Array.from({ length: rules.length }, (_, at) => `S${at + 1}`));
  expect(rules.length).toBeGreaterThanOrEqual(16);
});

it('has a test for each of its rules', () => {
  expect(rules.filter((rule) => !named.has(rule))).toEqual([]);
});

it('negative control: a rule that no test names is found', () => {
  expect(named.has('S99')).toBe(false);
});
