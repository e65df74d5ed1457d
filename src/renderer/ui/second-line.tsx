import type { ReactNode } from 'react';
import styles from './second-line.module.css';

interface SecondLineProps {
  readonly isWarning?: boolean;
  readonly children: ReactNode;
}

/** What is less important, on a line of its own below what matters. */
export const SecondLine = ({ isWarning = false, children }: SecondLineProps) => (
  <span className={styles.line} data-warning={isWarning || undefined}>
    {children}
  </span>
);
