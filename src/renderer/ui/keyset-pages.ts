import { useCallback, useEffect, useReducer, useRef } from 'react';
import type { Reply, ReplyError } from '../../ipc/contract-kinds.ts';

export interface Page<Row, Key> {
  readonly rows: readonly Row[];
  /** Where the next page begins; null at the end of the list. */
  readonly next: Key | null;
}

export interface KeysetPages<Row> {
  readonly rows: readonly Row[];
  readonly busy: boolean;
  /** Why the last page did not come; the rows before it stay. */
  readonly error: ReplyError | null;
  readonly complete: boolean;
  /** Counts how often the list was read from its beginning: another number is another list, which begins at its top. */
  readonly reading: number;
  /** Asks for the next page; does nothing while one is awaited and at the end. */
  readonly more: () => void;
  /** From the newest row again. */
  readonly reload: () => void;
  /** Replaces rows in place, so that nothing jumps. */
  readonly replace: (change: (row: Row) => Row) => void;
  /** Puts other rows in the place of those that were read so far; what comes after them stays as it is. */
  readonly amend: (change: (rows: readonly Row[]) => readonly Row[]) => void;
}

interface State<Row, Key> extends Page<Row, Key> {
  readonly busy: boolean;
  readonly error: ReplyError | null;
  readonly reading: number;
}

type Action<Row, Key> =
  | { readonly kind: 'asked'; readonly afresh: boolean }
  | { readonly kind: 'came'; readonly page: Page<Row, Key>; readonly afresh: boolean }
  | { readonly kind: 'failed'; readonly error: ReplyError }
  | { readonly kind: 'replaced'; readonly change: (row: Row) => Row }
  | { readonly kind: 'amended'; readonly change: (rows: readonly Row[]) => readonly Row[] };

function reduce<Row, Key>(state: State<Row, Key>, action: Action<Row, Key>): State<Row, Key> {
  switch (action.kind) {
    case 'asked':
      return { ...state, busy: true, error: null };
    case 'came': {
      const { rows, next } = action.page;
      const reading = state.reading + (action.afresh ? 1 : 0);
      return { rows: action.afresh ? rows : [...state.rows, ...rows], next, busy: false, error: null, reading };
    }
    case 'failed':
      return { ...state, busy: false, error: action.error };
    case 'replaced':
      return { ...state, rows: state.rows.map(action.change) };
    case 'amended':
      return { ...state, rows: action.change(state.rows) };
  }
}

/**
 * A long list, read page by page as far as it is looked at. Another `load` (it must be memoised) is another list; pages
 * of the one before are dropped when they come late.
 */
export function useKeysetPages<Row, Key>(
  load: (after: Key | null) => Promise<Reply<Page<Row, Key>>>,
): KeysetPages<Row> {
  const [state, dispatch] = useReducer(reduce<Row, Key>, {
    rows: [],
    next: null,
    busy: true,
    error: null,
    reading: 0,
  });
  const generation = useRef(0);
  const asking = useRef(false);

  const ask = useCallback(
    (after: Key | null) => {
      const afresh = after === null;
      if (asking.current && !afresh) return;
      if (afresh) generation.current += 1;
      const mine = generation.current;
      asking.current = true;
      dispatch({ kind: 'asked', afresh });
      void load(after).then((reply) => {
        if (mine !== generation.current) return;
        asking.current = false;
        dispatch(reply.ok ? { kind: 'came', page: reply.value, afresh } : { kind: 'failed', error: reply.error });
      });
    },
    [load],
  );

  const reload = useCallback(() => ask(null), [ask]);
  useEffect(() => {
    reload();
    const generations = generation;
    return () => {
      // Whoever asked is gone: what comes late belongs to nobody.
      generations.current += 1;
      asking.current = false;
    };
  }, [reload]);

  const { rows, next, busy, error, reading } = state;
  // A page without rows is not the end where `next` says that there is more.
  useEffect(() => {
    if (rows.length === 0 && !busy && error === null && next !== null) ask(next);
  }, [rows, next, busy, error, ask]);
  return {
    rows,
    busy,
    error,
    reading,
    complete: !busy && error === null && next === null,
    more: useCallback(() => {
      if (next !== null) ask(next);
    }, [ask, next]),
    reload,
    replace: useCallback((change) => dispatch({ kind: 'replaced', change }), []),
    amend: useCallback((change) => dispatch({ kind: 'amended', change }), []),
  };
}
