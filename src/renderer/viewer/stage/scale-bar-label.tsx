import { useEffect, useRef } from 'react';
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

/** Changes with every frame of a zoom: its elements are written to, React has nothing to do with it. */
export function ScaleBarLabel({ view, mmPerPx, locale }: ScaleBarLabelProps) {
  const ruler = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
    const write = (scale: number): void => {
      if (ruler.current === null || text.current === null) return;
      const { width, length, unit } = scaleBar(scale, mmPerPx, longest);
      ruler.current.style.width = `${width}px`;
      const words = `${format.format(length)} ${unit}`;
      if (text.current.textContent !== words) text.current.textContent = words;
    };
    write(view.getState().view.scale);
    return view.subscribe((now, before) => {
      if (now.view.scale !== before.view.scale) write(now.view.scale);
    });
  }, [view, mmPerPx, locale]);

  return (
    <div className={styles.scaleBar}>
      <div ref={ruler} className={styles.ruler} />
      <span ref={text} />
    </div>
  );
}
