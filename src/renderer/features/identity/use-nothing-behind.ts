import { useEffect, useLayoutEffect, useState } from 'react';
import { useWorkspace } from '../../app/workspace-context.tsx';

const typedInto = 'input, textarea, [role="dialog"] *';

/** Hides all of the window behind it, keeps its keys quiet, and gives the focus back where it was. */
export function useNothingBehind(): void {
  const { commands } = useWorkspace();
  const [before] = useState(() => document.activeElement);
  useLayoutEffect(() => {
    document.documentElement.dataset.entrance = '';
    const speakAgain = commands.silence();
    return () => {
      delete document.documentElement.dataset.entrance;
      speakAgain();
    };
  }, [commands]);
  useEffect(
    () => () => {
      // Who was typing types on; else the keys are the board's again, and Enter presses no button of the header.
      if (before instanceof HTMLElement && before.isConnected && before.matches(typedInto)) before.focus();
    },
    [before],
  );
}
