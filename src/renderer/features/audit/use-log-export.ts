import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/client.ts';
import { useReveal } from '../../app/use-reveal.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';

interface LogExport {
  readonly busy: boolean;
  /** 0..1; null before the station has said it, and while none runs. */
  readonly share: number | null;
  readonly write: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Writes the signed log, as files that other people's tools verify, into a folder that the person picks. */
export function useLogExport(): LogExport {
  const { t } = useTranslation('audit');
  const { client, notices, sayFailure } = useWorkspace();
  const reveal = useReveal();
  const [busy, setBusy] = useState(false);
  const [share, setShare] = useState<number | null>(null);
  useEffect(
    () =>
      client.audit.exportProgressed(({ checked, size }) => setShare(size === 0 ? null : Math.min(1, checked / size))),
    [client],
  );
  const write = async () => {
    setBusy(true);
    setShare(null);
    const reply = await ask(() => client.audit.export({}));
    setBusy(false);
    if (!reply.ok) {
      if (reply.error.code !== 'AUDIT_EXPORT_STOPPED') return sayFailure(reply.error);
      return notices.say({ id: 'audit.export', tone: 'info', title: t('export.stopped') });
    }
    if (reply.value === null) return;
    const { path, size } = reply.value;
    notices.say({
      id: 'audit.export',
      tone: 'pass',
      title: t('export.done', { count: size }),
      text: path,
      action: { label: t('reveal'), run: () => reveal(path) },
    });
  };
  const stop = async () => {
    const reply = await ask(() => client.audit.stopExport({}));
    if (!reply.ok) sayFailure(reply.error);
  };
  return { busy, share: busy ? share : null, write, stop };
}
