/** What people decided about items that the central service did not take. */
import { draft, type EntryDraft } from './draft.ts';

interface ItemFacts {
  readonly id: string;
  readonly kind: string;
  /** Of an inspection or a report. */
  readonly objectId: string;
  readonly revision: number;
  readonly state: string;
}

const itemChange = (action: string, item: ItemFacts, state: string, reason: string): EntryDraft =>
  draft(
    { action, object: { type: 'sync_item', id: item.id } },
    {
      reason,
      before: { state: item.state },
      after: { state, kind: item.kind, inspection: item.objectId, revision: item.revision },
    },
  );

export const itemSkipped = (item: ItemFacts, reason: string): EntryDraft =>
  itemChange('sync.item_skipped', item, 'skipped', reason);

export const itemRetried = (item: ItemFacts): EntryDraft => itemChange('sync.item_retried', item, 'pending', '');

/** Everything that was set aside, at once. */
export const itemsRetried = (count: number): EntryDraft =>
  draft({ action: 'sync.items_retried', object: { type: 'sync', id: 'ledger' } }, { after: { count } });

/** What had been acknowledged, since a moment or all of it: the service has lost it. */
export const itemsResent = (count: number, since: string | null): EntryDraft =>
  draft(
    { action: 'sync.items_resent', object: { type: 'sync', id: 'ledger' } },
    { after: { count, ...(since !== null && { since }) } },
  );

/** Another key of the service's witness is believed from here on. `before`: null where none was known. */
export const witnessAccepted = (key: {
  readonly name: string;
  readonly before: string | null;
  readonly after: string;
  readonly reason: string;
}): EntryDraft =>
  draft(
    { action: 'sync.witness_accepted', object: { type: 'witness', id: key.name } },
    {
      reason: key.reason,
      before: key.before === null ? {} : { vkey: key.before },
      after: { vkey: key.after },
    },
  );
