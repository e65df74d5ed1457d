import { useCallback, useDeferredValue } from 'react';
import { ask } from '../../app/client.ts';
import type { LogPlace } from '../../app/navigation.ts';
import { useStation } from '../../app/workspace-context.tsx';
import { type KeysetPages, useKeysetPages } from '../../ui/keyset-pages.ts';
import type { AuditEntry } from './entry-words.ts';
import { requestOf } from './log-filter.ts';

const pageSize = 200;

/** The log newest first, as far as the filter leaves it; or one thing's story, oldest first. */
export function useLogPages(place: LogPlace): KeysetPages<AuditEntry> {
  const client = useStation();
  const asked = useDeferredValue(place);
  const load = useCallback(
    async (from: number | null) => {
      const { story } = asked;
      const reply = await ask(() =>
        story === undefined
          ? client.audit.page({ before: from, ...requestOf(asked), limit: pageSize })
          : client.audit.story({ objectId: story, after: from, limit: pageSize }),
      );
      return reply.ok ? { ok: true as const, value: { rows: reply.value.entries, next: reply.value.next } } : reply;
    },
    [client, asked],
  );
  return useKeysetPages<AuditEntry, number>(load);
}
