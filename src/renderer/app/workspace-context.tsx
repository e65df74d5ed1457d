import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { NoteDrafts } from '../features/defects/note-drafts.ts';
import type { StationClient } from './client.ts';
import type { ImportsState } from './imports-store.ts';
import type { Layout } from './layout-store.ts';
import type { LogRuns } from './log-runs-store.ts';
import type { Navigation } from './navigation.ts';
import type { QueueState } from './queue-store.ts';
import type { ReviewState } from './review-store.ts';
import type { SessionState } from './session-store.ts';
import type { SettingsState } from './settings-store.ts';
import type { StatusState } from './status-store.ts';
import type { Workspace } from './workspace.ts';

const WorkspaceContext = createContext<Workspace | null>(null);

export const WorkspaceProvider = ({ value, children }: { readonly value: Workspace; readonly children: ReactNode }) => (
  <WorkspaceContext value={value}>{children}</WorkspaceContext>
);

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (workspace === null) throw new Error('No workspace around this component');
  return workspace;
}

export const useStation = (): StationClient => useWorkspace().client;
export const useNavigation = <T,>(pick: (state: Navigation) => T): T => useStore(useWorkspace().navigation, pick);
export const useSession = <T,>(pick: (state: SessionState) => T): T => useStore(useWorkspace().session, pick);
export const useReview = <T,>(pick: (state: ReviewState) => T): T => useStore(useWorkspace().review, pick);
export const useLogRuns = <T,>(pick: (state: LogRuns) => T): T => useStore(useWorkspace().logRuns, pick);
export const useNoteDrafts = <T,>(pick: (state: NoteDrafts) => T): T => useStore(useWorkspace().noteDrafts, pick);
export const useQueue = <T,>(pick: (state: QueueState) => T): T => useStore(useWorkspace().queue, pick);
export const useImports = <T,>(pick: (state: ImportsState) => T): T => useStore(useWorkspace().imports, pick);
export const useSettings = <T,>(pick: (state: SettingsState) => T): T => useStore(useWorkspace().settings, pick);
export const useStatus = <T,>(pick: (state: StatusState) => T): T => useStore(useWorkspace().status, pick);
export const useLayout = <T,>(pick: (state: Layout) => T): T => useStore(useWorkspace().layout, pick);
