import { useEffect } from 'react';
import { neighbourOf } from './queue-store.ts';
import { useCommand } from './use-command.ts';
import { useQueue, useReview } from './workspace-context.tsx';

/** A board is always open while one waits: the first when none is, and the neighbours by key. */
export function useBoardFlow(opensFirst: boolean): void {
  const rows = useQueue((state) => state.rows);
  const shelf = useQueue((state) => state.shelf);
  const openId = useReview(({ board, opening }) => opening ?? board?.id ?? null);
  const failed = useReview(({ failure }) => failure !== null);
  const open = useReview((state) => state.open);
  const first = rows[0]?.id;

  useEffect(() => {
    if (opensFirst && openId === null && !failed && shelf === 'review' && first !== undefined) void open(first);
  }, [opensFirst, openId, failed, shelf, first, open]);

  const go = (direction: 1 | -1) => {
    const at = rows.findIndex(({ id }) => id === openId);
    const next = openId === null || at === -1 ? neighbourOf(rows, '') : rows[at + direction];
    if (next) void open(next.id);
  };
  useCommand('boards.next', () => go(1));
  useCommand('boards.previous', () => go(-1));
}
