import type { ReactNode } from 'react';
import styles from './standing.module.css';
import type { Tone } from './tone.ts';

interface StandingProps {
  readonly tone: Tone;
  readonly sign: ReactNode;
  /** Whether changes are read out; not a live region by default. */
  readonly live?: 'polite' | 'off';
  /** A button at the end. */
  readonly action?: ReactNode;
  /** A sentence or two, the first words strong. */
  readonly children: ReactNode;
}

/** How something stands: a shape, and words that say the same. */
export const Standing = ({ tone, sign, live, action, children }: StandingProps) => (
  <div className={styles.standing}>
    <span className={styles.sign} data-tone={tone} aria-hidden="true">
      {sign}
    </span>
    <p className={styles.words} {...(live === undefined ? {} : { role: 'status', 'aria-live': live })}>
      {children}
    </p>
    {action}
  </div>
);
