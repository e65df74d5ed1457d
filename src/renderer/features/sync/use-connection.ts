import { useState } from 'react';
import { ask } from '../../app/client.ts';
import { useStation } from '../../app/workspace-context.tsx';
import type { Connection } from './ledger-item.ts';
import { usePaced } from './use-paced.ts';

/** How far the log was copied and what came down changes slowly, ms. */
const lookEveryMs = 1000;

/** To what the station is connected; null until it has said it. @param news Changes when something may have changed. */
export function useConnection(news: number): { readonly connection: Connection | null; readonly look: () => void } {
  const client = useStation();
  const [connection, know] = useState<Connection | null>(null);
  const [looks, setLooks] = useState(0);
  usePaced(news + looks, lookEveryMs, async () => {
    const reply = await ask(() => client.sync.connection({}));
    if (reply.ok) know(reply.value);
  });
  return { connection, look: () => setLooks((before) => before + 1) };
}
