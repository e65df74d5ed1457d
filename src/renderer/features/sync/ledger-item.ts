import type { Answer, StationClient } from '../../app/client.ts';

type ItemNow = Answer<StationClient['sync']['page']>['items'][number];

/** An item as the window keeps it: the next try is a moment of the window's own clock, so that what is left runs down. */
export type LedgerItem = Omit<ItemNow, 'nextTryInMs'> & {
  /** Ms since 1970; null where it does not wait, or nothing is sent. */
  readonly nextTryAt: number | null;
};

/** @param now Ms since 1970, when the station said it. */
export const itemFrom = ({ nextTryInMs, ...item }: ItemNow, now: number): LedgerItem => ({
  ...item,
  nextTryAt: nextTryInMs === null ? null : now + nextTryInMs,
});

export type SyncState = Answer<StationClient['sync']['state']>;
export type Connection = Answer<StationClient['sync']['connection']>;
export type ConnectionTest = Answer<StationClient['sync']['test']>;
