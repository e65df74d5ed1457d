import type { ReactNode } from 'react';
import styles from './panel.module.css';

export interface PanelProps {
  /** Name of the landmark. */
  readonly label: string;
  /** At the end of its heading. */
  readonly summary?: ReactNode;
  readonly side: 'start' | 'end';
  readonly children: ReactNode;
}

/** A landmark beside the board. */
export const Panel = ({ label, summary, side, children }: PanelProps) => (
  <section aria-label={label} className={styles.panel} data-side={side}>
    <h2 className={styles.heading}>
      <span className={styles.label}>{label}</span>
      {summary !== undefined && <span className={styles.summary}>{summary}</span>}
    </h2>
    {children}
  </section>
);
