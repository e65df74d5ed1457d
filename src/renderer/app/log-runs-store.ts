/** Long runs over the whole log, which go on while the person looks at other views. */
import { createStore } from 'zustand/vanilla';
import { type Answer, ask, type ReplyError, type StationClient } from './client.ts';

export type LogReport = Answer<StationClient['audit']['verify']>;
export type WrittenLog = NonNullable<Answer<StationClient['audit']['export']>>;

/** 0..1 of the one that runs; null while none does or before the station has said it. */
type Share = number | null;

export interface LogRuns {
  readonly verifying: boolean;
  readonly verified: Share;
  /** Of the last verification; null before the first, while the next runs, and once it was dismissed. */
  readonly report: LogReport | null;
  readonly exporting: boolean;
  readonly exported: Share;
  readonly verify: () => Promise<void>;
  readonly stopVerification: () => Promise<void>;
  readonly dismiss: () => void;
  /** Writes the signed log, as files that other people's tools verify, into a folder that the person picks. */
  readonly write: () => Promise<void>;
  readonly stopExport: () => Promise<void>;
  readonly noticeVerification: (progress: LogProgress) => void;
  readonly noticeExport: (progress: LogProgress) => void;
}

interface LogProgress {
  readonly checked: number;
  readonly size: number;
}

export interface LogRunListener {
  readonly onVerified: (report: LogReport) => void;
  /** Null: it was stopped. */
  readonly onWritten: (written: WrittenLog | null) => void;
  readonly onFailure: (error: ReplyError) => void;
}

const shareOf = ({ checked, size }: LogProgress): Share => (size === 0 ? null : Math.min(1, checked / size));

export const createLogRuns = (client: StationClient, { onVerified, onWritten, onFailure }: LogRunListener) =>
  createStore<LogRuns>()((set, get) => {
    const order = async (question: Parameters<typeof ask>[0]): Promise<void> => {
      const reply = await ask(question);
      if (!reply.ok) onFailure(reply.error);
    };
    return {
      verifying: false,
      verified: null,
      report: null,
      exporting: false,
      exported: null,
      verify: async () => {
        if (get().verifying) return;
        set({ verifying: true, verified: null, report: null });
        const reply = await ask(() => client.audit.verify({}));
        set({ verifying: false, verified: null, report: reply.ok ? reply.value : null });
        if (reply.ok) onVerified(reply.value);
        else if (reply.error.code !== 'AUDIT_VERIFICATION_STOPPED') onFailure(reply.error);
      },
      stopVerification: () => order(() => client.audit.stopVerification({})),
      dismiss: () => set({ report: null }),
      write: async () => {
        if (get().exporting) return;
        set({ exporting: true, exported: null });
        const reply = await ask(() => client.audit.export({}));
        set({ exporting: false, exported: null });
        if (reply.ok) {
          // Null: no folder was picked.
          if (reply.value !== null) onWritten(reply.value);
        } else if (reply.error.code === 'AUDIT_EXPORT_STOPPED') onWritten(null);
        else onFailure(reply.error);
      },
      stopExport: () => order(() => client.audit.stopExport({})),
      noticeVerification: (progress) => set(({ verifying }) => (verifying ? { verified: shareOf(progress) } : {})),
      noticeExport: (progress) => set(({ exporting }) => (exporting ? { exported: shareOf(progress) } : {})),
    };
  });
