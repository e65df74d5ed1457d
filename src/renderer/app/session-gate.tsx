import { lazy, Suspense } from 'react';
import { isShut } from './session-store.ts';
import { useSession } from './workspace-context.tsx';

// A station without people never needs them.
const Entrance = lazy(async () => ({ default: (await import('../features/identity/entrance.tsx')).Entrance }));
const RecoveryCode = lazy(async () => ({
  default: (await import('../features/identity/recovery-code.tsx')).RecoveryCode,
}));

/** What stands before the window: signing in, unlocking, and the recovery code that is shown once. */
export function SessionGate() {
  const session = useSession((state) => state.session);
  const code = useSession((state) => state.recoveryCode);
  return (
    <Suspense fallback={null}>
      {session !== null && isShut(session) && <Entrance session={session} />}
      {code !== null && !isShut(session) && <RecoveryCode code={code} />}
    </Suspense>
  );
}
