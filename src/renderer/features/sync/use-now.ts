import { useEffect, useState } from 'react';

/** Now in ms since 1970, anew each second while something runs down; else as it was when it was last drawn. */
export function useNow(running: boolean): number {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => tick((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return Date.now();
}
