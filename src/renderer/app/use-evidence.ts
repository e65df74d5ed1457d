import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from './client.ts';
import { useReveal } from './use-reveal.ts';
import { useWorkspace } from './workspace-context.tsx';

interface Evidence {
  readonly busy: boolean;
  /** Asks where to save a board's evidence bundle and writes it. */
  readonly write: (inspectionId: string) => Promise<void>;
}

export function useEvidence(): Evidence {
  const { t } = useTranslation();
  const { client, notices, sayFailure } = useWorkspace();
  const reveal = useReveal();
  const [busy, setBusy] = useState(false);
  const write = async (inspectionId: string) => {
    setBusy(true);
    const reply = await ask(() => client.evidence.create({ inspectionId }));
    setBusy(false);
    if (!reply.ok) return sayFailure(reply.error);
    if (reply.value === null) return;
    const { path, entries } = reply.value;
    notices.say({
      id: 'evidence.created',
      tone: 'pass',
      title: t('evidence.done', { count: entries }),
      text: path,
      action: { label: t('evidence.reveal'), run: () => reveal(path) },
    });
  };
  return { busy, write };
}
