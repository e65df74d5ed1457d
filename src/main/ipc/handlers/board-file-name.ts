/** The board's own names, without what a file system may not take. */
export const boardFileName = (board: {
  readonly part: string | null;
  readonly serial: string | null;
  readonly id: string;
}): string =>
  [board.part, board.serial ?? board.id]
    .flatMap((name) => name ?? [])
    .join('_')
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    .slice(0, 120);
