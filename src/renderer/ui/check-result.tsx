import type { ReactNode, Ref } from 'react';
import styles from './check-result.module.css';
import type { Tone } from './tone.ts';

interface CheckResultProps {
  readonly tone: Exclude<Tone, 'quiet' | 'info'>;
  /** An icon; the words say the same. */
  readonly sign: ReactNode;
  /** Read out at once; where something around it is read out, it is not. */
  readonly role?: 'status' | 'alert';
  readonly ref?: Ref<HTMLElement>;
  /** Buttons at the end. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What a check has shown, and what to do about it. */
export const CheckResult = ({ tone, sign, role, ref, actions, children }: CheckResultProps) => (
  <section ref={ref} className={styles.result} data-tone={tone} role={role}>
    {sign}
    <div className={styles.words}>{children}</div>
    {actions}
  </section>
);
