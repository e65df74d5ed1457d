import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Point } from '../space/point.ts';
import styles from './board-canvas.module.css';

export interface CursorPlaceProps {
  readonly cursor: StoreApi<{ readonly at: Point | null }>;
  readonly mmPerPx: number | null;
  readonly locale: string;
}

/** Where the pointer is on the board, from its upper left corner. */
export function CursorPlace({ cursor, mmPerPx, locale }: CursorPlaceProps) {
  const at = useStore(cursor, (state) => state.at);
  const digits = mmPerPx === null ? 0 : 2;
  // Made once, because the pointer asks with every frame.
  const format = useMemo(
    () => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    [locale, digits],
  );
  if (at === null) return null;
  const number = (pixels: number): string => format.format(mmPerPx === null ? Math.floor(pixels) : pixels * mmPerPx);
  return (
    <div className={styles.cursorPlace} aria-hidden="true">
      {number(at.x)}, {number(at.y)} {mmPerPx === null ? 'px' : 'mm'}
    </div>
  );
}
