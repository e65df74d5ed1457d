import { useEffect, useState } from 'react';
import { ask } from '../../app/client.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import type { LogReport } from './verification-result.tsx';

interface LogVerification {
  readonly busy: boolean;
  /** 0..1; null before the station has said it, and while none runs. */
  readonly share: number | null;
  /** Of the last run; null before the first and once it was dismissed. */
  readonly report: LogReport | null;
  readonly verify: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly dismiss: () => void;
}

/** Recomputes the whole log when asked to: seconds for a large one. */
export function useLogVerification(): LogVerification {
  const { client, sayFailure } = useWorkspace();
  const [busy, setBusy] = useState(false);
  const [share, setShare] = useState<number | null>(null);
  const [report, setReport] = useState<LogReport | null>(null);
  useEffect(
    () =>
      client.audit.verificationProgressed(({ checked, size }) =>
        setShare(size === 0 ? null : Math.min(1, checked / size)),
      ),
    [client],
  );
  const verify = async () => {
    setBusy(true);
    setShare(null);
    const reply = await ask(() => client.audit.verify({}));
    setBusy(false);
    if (reply.ok) setReport(reply.value);
    else if (reply.error.code !== 'AUDIT_VERIFICATION_STOPPED') sayFailure(reply.error);
  };
  const stop = async () => {
    const reply = await ask(() => client.audit.stopVerification({}));
    if (!reply.ok) sayFailure(reply.error);
  };
  return { busy, share: busy ? share : null, report, verify, stop, dismiss: () => setReport(null) };
}
