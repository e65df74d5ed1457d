import { useEffect } from 'react';
import { ask } from './client.ts';
import { useSession, useStation } from './workspace-context.tsx';

/** Milliseconds between two messages that somebody is there: much less than the shortest time after which it locks. */
const tellEveryMs = 5000;

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Tells the station that somebody moves or types, so that it does not lock under their hands. */
export function useActivity(): void {
  const client = useStation();
  const watched = useSession(({ session }) => session?.state === 'signed_in' && session.idleMinutes !== null);
  useEffect(() => {
    if (!watched) return;
    let told = Number.NEGATIVE_INFINITY;
    const tell = () => {
      const now = performance.now();
      if (now - told < tellEveryMs) return;
      told = now;
      void ask(() => client.identity.active({}));
    };
    for (const sign of signs) window.addEventListener(sign, tell, { capture: true, passive: true });
    return () => {
      for (const sign of signs) window.removeEventListener(sign, tell, { capture: true });
    };
  }, [client, watched]);
}
