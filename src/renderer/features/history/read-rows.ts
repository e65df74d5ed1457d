import type { Reply } from '../../../ipc/contract-kinds.ts';
import type { StationClient } from '../../app/client.ts';
import { ask } from '../../app/client.ts';
import type { Page } from '../../ui/keyset-pages.ts';
import type { HistoryFilter } from './history-filter.ts';
import type { InspectionRow, PageKey } from './inspection-row.ts';

/** The station gives no more at once. */
const largestPage = 500;

/** At least `wanted` rows from `after` on, or all that there are: as many pages as it takes. */
export async function readRows(
  client: StationClient,
  filter: HistoryFilter,
  from: PageKey | null,
  wanted: number,
): Promise<Reply<Page<InspectionRow, PageKey>>> {
  const rows: InspectionRow[] = [];
  let after = from;
  for (;;) {
    const key = after;
    const limit = Math.min(largestPage, wanted - rows.length);
    const reply = await ask(() => client.history.page({ filter, after: key, limit }));
    if (!reply.ok) return reply;
    rows.push(...reply.value.rows);
    after = reply.value.next;
    if (after === null || rows.length >= wanted) return { ok: true, value: { rows, next: after } };
  }
}
