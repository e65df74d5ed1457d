import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/client.ts';
import { useReveal } from '../../app/use-reveal.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';

interface Report {
  readonly busy: boolean;
  /** Asks where to save the PDF of an inspection and writes it. */
  readonly write: (inspectionId: string) => Promise<void>;
}

export function useReport(): Report {
  const { t } = useTranslation('history');
  const { client, notices, sayFailure } = useWorkspace();
  const reveal = useReveal();
  const [busy, setBusy] = useState(false);
  const write = async (inspectionId: string) => {
    setBusy(true);
    const reply = await ask(() => client.history.report({ inspectionId }));
    setBusy(false);
    if (!reply.ok) return sayFailure(reply.error);
    if (reply.value === null) return;
    const { path } = reply.value;
    notices.say({
      id: 'history.report',
      tone: 'pass',
      title: t('report.done'),
      text: path,
      action: { label: t('reveal'), run: () => reveal(path) },
    });
  };
  return { busy, write };
}
