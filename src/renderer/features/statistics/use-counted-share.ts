import { useEffect, useState } from 'react';
import { useStation } from '../../app/workspace-context.tsx';

/** 0..1 of what the station counts, while somebody waits for it; null before it has said so, as where it counts in no time. */
export function useCountedShare(waiting: boolean): number | null {
  const station = useStation();
  const [share, setShare] = useState<number | null>(null);
  useEffect(() => station.statistics.counting((told) => setShare(told.share)), [station]);
  useEffect(() => {
    if (!waiting) setShare(null);
  }, [waiting]);
  return waiting ? share : null;
}
