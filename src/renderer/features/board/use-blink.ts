import { useEffect, useState, useSyncExternalStore } from 'react';

/** Milliseconds that each picture stays: below a third of a second it would flash at a harmful rate. */
const blinkMs = 600;

const query = '(prefers-reduced-motion: reduce)';
function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(query);
  media.addEventListener('change', listener);
  return () => media.removeEventListener('change', listener);
}
const reducedNow = (): boolean => window.matchMedia(query).matches;

export interface Blink {
  readonly goldenShown: boolean;
  /** Where motion is reduced nothing blinks by itself: each press shows the other picture. */
  readonly byHand: boolean;
  readonly toggle: () => void;
}

export function useBlink(active: boolean): Blink {
  const byHand = useSyncExternalStore(subscribe, reducedNow);
  const [goldenShown, setGoldenShown] = useState(false);
  const toggle = (): void => setGoldenShown((before) => !before);
  useEffect(() => {
    if (!active) return;
    setGoldenShown(true);
    if (byHand) return () => setGoldenShown(false);
    const timer = setInterval(() => setGoldenShown((before) => !before), blinkMs);
    return () => {
      clearInterval(timer);
      setGoldenShown(false);
    };
  }, [active, byHand]);
  return { goldenShown, byHand, toggle };
}
