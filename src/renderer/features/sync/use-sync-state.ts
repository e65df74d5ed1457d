import { useEffect, useState } from 'react';
import { ask, type ReplyError } from '../../app/client.ts';
import { useStation, useStatus } from '../../app/workspace-context.tsx';
import type { SyncState } from './ledger-item.ts';

export interface FollowedSync {
  /** Null until the station has said it. */
  readonly state: SyncState | null;
  readonly failure: ReplyError | null;
  /** Counts what was heard: something may have changed. */
  readonly news: number;
}

/** What sending is doing, told by the station's events: nothing is asked again and again. */
export function useSyncState(): FollowedSync {
  const client = useStation();
  // What is recorded while nothing is sent shows in the status only.
  const queued = useStatus(({ status }) => status?.sync.queued);
  const [followed, follow] = useState<FollowedSync>({ state: null, failure: null, news: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: queued says when to ask again
  useEffect(() => {
    let wanted = true;
    void ask(() => client.sync.state({})).then((reply) => {
      if (!wanted) return;
      follow(({ state, news }) =>
        reply.ok ? { state: reply.value, failure: null, news: news + 1 } : { state, failure: reply.error, news },
      );
    });
    return () => {
      wanted = false;
    };
  }, [client, queued]);
  useEffect(
    () => client.sync.changed((state) => follow(({ news }) => ({ state, failure: null, news: news + 1 }))),
    [client],
  );
  return followed;
}
