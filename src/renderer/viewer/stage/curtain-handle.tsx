import type { PointerEvent } from 'react';
import styles from './board-canvas.module.css';

export interface CurtainHandleProps {
  /** Share of the pane's width, 0 to 1. */
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly label: string;
}

const step = 0.02;
const within = (value: number): number => Math.min(1, Math.max(0, value));

/** The edge between board and golden: dragged, or moved with the arrow keys. */
export function CurtainHandle({ value, onChange, label }: CurtainHandleProps) {
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const pane = event.currentTarget.parentElement?.getBoundingClientRect();
    if (pane !== undefined) onChange(within((event.clientX - pane.left) / pane.width));
  };
  return (
    <div
      className={styles.curtain}
      style={{ left: `${value * 100}%` }}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(value * 100)}
      onKeyDown={(event) => {
        const target =
          event.key === 'ArrowLeft' || event.key === 'ArrowDown'
            ? value - (event.shiftKey ? 5 * step : step)
            : event.key === 'ArrowRight' || event.key === 'ArrowUp'
              ? value + (event.shiftKey ? 5 * step : step)
              : event.key === 'Home'
                ? 0
                : event.key === 'End'
                  ? 1
                  : null;
        if (target === null) return;
        event.preventDefault();
        event.nativeEvent.stopPropagation();
        onChange(within(target));
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus();
        drag(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event);
      }}
    >
      <div className={styles.curtainGrip} />
    </div>
  );
}
