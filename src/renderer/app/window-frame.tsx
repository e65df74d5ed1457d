import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { Suspense } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { DropZone } from '../features/imports/drop-zone.tsx';
import { HandedOver } from '../features/imports/handed-over.tsx';
import { StatusBar } from '../features/status/status-bar.tsx';
import { NoticeRegion } from '../ui/notices.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { KeyHelp } from './key-help.tsx';
import { openView } from './open-view.tsx';
import { SessionGate } from './session-gate.tsx';
import { isKept } from './session-store.ts';
import { useActivity } from './use-activity.ts';
import { useAppearance } from './use-appearance.ts';
import { useKeyboard } from './use-keyboard.ts';
import styles from './window-frame.module.css';
import { WindowHeader } from './window-header.tsx';
import type { Workspace } from './workspace.ts';
import { useNavigation, useSession, useWorkspace, WorkspaceProvider } from './workspace-context.tsx';

/** Milliseconds of rest on a control before its tooltip appears. */
const tooltipDelayMs = 500;

export const WindowFrame = ({ workspace }: { readonly workspace: Workspace }) => (
  <CSPProvider disableStyleElements>
    <I18nextProvider i18n={workspace.translations}>
      <WorkspaceProvider value={workspace}>
        <Tooltip.Provider delay={tooltipDelayMs}>
          <Frame workspace={workspace} />
        </Tooltip.Provider>
      </WorkspaceProvider>
    </I18nextProvider>
  </CSPProvider>
);

function Frame({ workspace }: { readonly workspace: Workspace }) {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  const seat = useSession((state) => state.seat);
  useAppearance();
  useKeyboard();
  useActivity();
  return (
    <NoticeRegion notices={workspace.notices} label={t('notices')} closeLabel={t('close')}>
      {isKept(session) && <Workplace key={seat} />}
      <SessionGate />
      <HandedOver />
    </NoticeRegion>
  );
}

/** All of the window that a person works in. */
function Workplace() {
  const { t } = useTranslation();
  const { client } = useWorkspace();
  const place = useNavigation((state) => state.place);
  return (
    <>
      <div className={styles.frame}>
        <WindowHeader />
        <main className={styles.main}>
          <DropZone />
          <ErrorBoundary key={place.view} client={client} t={t}>
            <Suspense fallback={<Skeleton label={t('loading')} rows={6} />}>{openView(place)}</Suspense>
          </ErrorBoundary>
        </main>
        <footer className={styles.footer}>
          <StatusBar />
        </footer>
      </div>
      <KeyHelp />
    </>
  );
}
