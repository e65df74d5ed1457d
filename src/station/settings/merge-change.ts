/** Changes of parts of a setting: what others saved since the change was thought out stays. */
import { canonicalText } from '@fiducial/protocol/audit';

/** Of a record, the entries that a person changed, over those that hold now. */
export function mergeRecords<T>(
  from: Readonly<Record<string, T>>,
  to: Readonly<Record<string, T>>,
  newest: Readonly<Record<string, T>>,
): Record<string, T> {
  const changed = (key: string): boolean => canonicalText(from[key] ?? null) !== canonicalText(to[key] ?? null);
  const kept = Object.entries(newest).filter(([key]) => !changed(key));
  return Object.fromEntries([...kept, ...Object.entries(to).filter(([key]) => changed(key))]);
}

/** Of an ascending list of numbers, those that a person added and took away. */
export function mergeNumbers(from: readonly number[], to: readonly number[], newest: readonly number[]): number[] {
  const added = to.filter((number) => !from.includes(number));
  const kept = newest.filter((number) => to.includes(number) || !from.includes(number));
  return [...new Set([...kept, ...added])].toSorted((a, b) => a - b);
}
