import type { Mark } from './mark.ts';

/** One mark of each kind. `nameOf`: the same for marks of one kind. */
export function kindsOf(marks: readonly Mark[], nameOf: (mark: Mark) => string): Mark[] {
  const kinds = new Map<string, Mark>();
  for (const mark of marks) {
    const name = nameOf(mark);
    if (!kinds.has(name)) kinds.set(name, mark);
  }
  return [...kinds.values()];
}
