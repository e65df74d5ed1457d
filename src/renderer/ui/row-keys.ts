/** The row that a key leads to from the active one, within 0 to `count` - 1; null where the key moves nothing. */
export function rowAfterKey(key: string, active: number, count: number, rowsPerPage: number): number | null {
  const to = target(key, active, count, rowsPerPage);
  return to === null || count === 0 ? null : Math.min(Math.max(to, 0), count - 1);
}

function target(key: string, active: number, count: number, rowsPerPage: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return active + 1;
    case 'ArrowUp':
      return active - 1;
    case 'PageDown':
      return active + rowsPerPage;
    case 'PageUp':
      return active - rowsPerPage;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
