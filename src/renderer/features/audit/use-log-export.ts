import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/client.ts';
import { useReveal } from '../../app/use-reveal.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';

interface LogExport {
  readonly busy: boolean;
  readonly write: () => Promise<void>;
}

/** Writes the signed log, as files that other people's tools verify, into a folder that the person picks. */
export function useLogExport(): LogExport {
  const { t } = useTranslation('audit');
  const { client, notices, sayFailure } = useWorkspace();
  const reveal = useReveal();
  const [busy, setBusy] = useState(false);
  const write = async () => {
    setBusy(true);
    const reply = await ask(() => client.audit.export({}));
    setBusy(false);
    if (!reply.ok) return sayFailure(reply.error);
    if (reply.value === null) return;
    const { path, size } = reply.value;
    notices.say({
      id: 'audit.export',
      tone: 'success',
      title: t('export.done', { count: size }),
      text: path,
      action: { label: t('reveal'), run: () => reveal(path) },
    });
  };
  return { busy, write };
}
