/** Part of the ledger as it is now: everything before a position and after `next`, newest first. */
export interface Stretch<Row> {
  readonly rows: readonly Row[];
  /** Position of the last item that was looked at; null where nothing comes after it. */
  readonly next: number | null;
  /** Exclusive; infinite for a stretch that begins with the newest. */
  readonly before: number;
}

/**
 * The list with a stretch of it as it is now: what has left it is gone, what came is there. Null where rows would be left
 * out between the two: then the list must be read again from its beginning.
 * @param complete Whether nothing comes after the list; else what comes after it is read later, and left out of the stretch.
 */
export function mergeRows<Row extends { readonly position: number }>(
  list: readonly Row[],
  complete: boolean,
  { rows, next, before }: Stretch<Row>,
): readonly Row[] | null {
  const newest = list[0]?.position;
  const isGap = next !== null && (newest === undefined || newest < next - 1);
  if (isGap) return null;
  const last = complete ? 0 : (list.at(-1)?.position ?? 0);
  const from = Math.max(next ?? 0, last);
  return [
    ...list.filter(({ position }) => position >= before),
    ...rows.filter(({ position }) => position >= from),
    ...list.filter(({ position }) => position < from),
  ];
}
