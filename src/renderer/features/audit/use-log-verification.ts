import { useState } from 'react';
import { ask } from '../../app/client.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import type { LogReport } from './verification-result.tsx';

interface LogVerification {
  readonly busy: boolean;
  /** Of the last run; null before the first and once it was dismissed. */
  readonly report: LogReport | null;
  readonly verify: () => Promise<void>;
  readonly dismiss: () => void;
}

/** Recomputes the whole log when asked to: seconds for a large one. */
export function useLogVerification(): LogVerification {
  const { client, sayFailure } = useWorkspace();
  const [busy, setBusy] = useState(false);
  const [report, setReport] = useState<LogReport | null>(null);
  const verify = async () => {
    setBusy(true);
    const reply = await ask(() => client.audit.verify({}));
    setBusy(false);
    if (reply.ok) setReport(reply.value);
    else sayFailure(reply.error);
  };
  return { busy, report, verify, dismiss: () => setReport(null) };
}
