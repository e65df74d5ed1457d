/** The list with the item at `place` moved by one step up (-1) or down (1); unchanged where there is no room. */
export function moved<T>(list: readonly T[], place: number, step: -1 | 1): readonly T[] {
  const [item, other] = [list[place], list[place + step]];
  if (item === undefined || other === undefined) return list;
  return list.map((one, at) => {
    if (at === place) return other;
    return at === place + step ? item : one;
  });
}
