import { lazy, Suspense } from 'react';
import { codeToNote, isShut } from './session-store.ts';
import { isRestorable } from './use-restore.ts';
import { useSession } from './workspace-context.tsx';

// A station without people never needs them.
const Entrance = lazy(async () => ({ default: (await import('../features/identity/entrance.tsx')).Entrance }));
const RecoveryCode = lazy(async () => ({
  default: (await import('../features/identity/recovery-code.tsx')).RecoveryCode,
}));

const DamagedStation = lazy(async () => ({
  default: (await import('../features/identity/damaged-station.tsx')).DamagedStation,
}));

/** What stands before the window: signing in, unlocking, the recovery code that is shown once, and a station that is damaged. */
export function SessionGate() {
  const session = useSession((state) => state.session);
  const failure = useSession((state) => state.failure);
  const code = useSession(codeToNote);
  return (
    <Suspense fallback={null}>
      {session !== null && isShut(session) && <Entrance session={session} />}
      {session === null && failure !== null && isRestorable(failure) && <DamagedStation failure={failure} />}
      {code !== null && <RecoveryCode code={code} />}
    </Suspense>
  );
}
