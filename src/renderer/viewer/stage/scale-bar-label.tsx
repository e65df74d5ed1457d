import { useMemo } from 'react';
import { useStore } from 'zustand';
import { scaleBar } from '../space/scale-bar.ts';
import styles from './board-canvas.module.css';
import type { ViewStore } from './view-store.ts';

export interface ScaleBarLabelProps {
  readonly view: ViewStore;
  readonly mmPerPx: number | null;
  readonly locale: string;
}

/** CSS pixels. */
const longest = 120;

export function ScaleBarLabel({ view, mmPerPx, locale }: ScaleBarLabelProps) {
  const scale = useStore(view, (state) => state.view.scale);
  const { width, length, unit } = scaleBar(scale, mmPerPx, longest);
  // Made once, because zooming asks with every frame.
  const format = useMemo(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }), [locale]);
  return (
    <div className={styles.scaleBar}>
      <div className={styles.ruler} style={{ width }} />
      {format.format(length)} {unit}
    </div>
  );
}
