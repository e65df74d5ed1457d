import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './state.module.css';

export interface ErrorStateProps {
  /** What happened. */
  readonly title: string;
  /** What was kept. */
  readonly kept?: string | undefined;
  /** What to do. */
  readonly next?: string | undefined;
  /** The code, for the person who is asked for help. */
  readonly code: string;
  /** Buttons: try again, and others. */
  readonly children?: ReactNode;
}

export const ErrorState = ({ title, kept, next, code, children }: ErrorStateProps) => (
  <div className={styles.state} role="alert">
    <span className={styles.alert} aria-hidden="true">
      <TriangleAlert />
    </span>
    <p className={styles.title}>{title}</p>
    {kept !== undefined && <p className={styles.text}>{kept}</p>}
    {next !== undefined && <p className={styles.text}>{next}</p>}
    {children !== undefined && <div className={styles.actions}>{children}</div>}
    <code className={styles.code} data-selectable="">
      {code}
    </code>
  </div>
);
