import { useSyncExternalStore } from 'react';

const themeNow = (): string => document.documentElement.dataset.theme ?? '';

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

/** The theme in effect: canvases do not follow CSS by themselves. */
export const useTheme = (): string => useSyncExternalStore(subscribe, themeNow);
