import { useCallback, useDeferredValue, useEffect, useRef, useState } from 'react';
import { ask } from '../../app/client.ts';
import type { SyncPlace } from '../../app/navigation.ts';
import { useStation } from '../../app/workspace-context.tsx';
import { type KeysetPages, useKeysetPages } from '../../ui/keyset-pages.ts';
import { itemFrom, type LedgerItem } from './ledger-item.ts';
import { mergeRows } from './merge-rows.ts';
import { usePaced } from './use-paced.ts';

const pageSize = 200;
/** What changes while boards are sent is looked at so often at most, ms. */
const lookEveryMs = 1000;

export interface Ledger extends KeysetPages<LedgerItem> {
  /** Which rows exist in the window now: only they are looked at again. */
  readonly shown: (first: number, last: number) => void;
  /** Looks at the rows in view again. */
  readonly look: () => void;
}

/** The ledger newest first, as far as the filter leaves it. @param news Changes when something may have changed. */
export function useLedger(place: SyncPlace, news: number): Ledger {
  const client = useStation();
  const asked = useDeferredValue(place);
  const read = useCallback(
    async (before: number | null, limit: number) => {
      const { state, search } = asked;
      const reply = await ask(() =>
        client.sync.page({ before, limit, ...(state ? { state } : {}), ...(search ? { search } : {}) }),
      );
      if (!reply.ok) return reply;
      const now = Date.now();
      const { items, next } = reply.value;
      return { ok: true as const, value: { rows: items.map((item) => itemFrom(item, now)), next } };
    },
    [client, asked],
  );
  const load = useCallback((before: number | null) => read(before, pageSize), [read]);
  const pages = useKeysetPages<LedgerItem, number>(load);

  const range = useRef({ first: 0, last: 0 });
  const shown = useCallback((first: number, last: number) => {
    range.current = { first, last };
  }, []);

  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  }, [read]);

  const [looks, askToLook] = useState(0);
  usePaced(news + looks, lookEveryMs, async () => {
    // The first page is on its way.
    if (news + looks < 2) return;
    const { first, last } = range.current;
    const top = first === 0 ? null : pages.rows[first];
    if (top === undefined) return;
    const before = top === null ? null : top.position + 1;
    const reply = await read(before, Math.min(500, Math.max(pageSize / 2, last - first + 1)));
    // Another list is shown by now.
    if (!reply.ok || latest.current !== read) return;
    const stretch = { ...reply.value, before: before ?? Number.POSITIVE_INFINITY };
    if (mergeRows(pages.rows, pages.complete, stretch) === null) pages.reload();
    else pages.amend((list) => mergeRows(list, pages.complete, stretch) ?? list);
  });

  const look = useCallback(() => askToLook((before) => before + 1), []);
  return { ...pages, shown, look };
}
