import type { Verdict } from '../../core/inspection/vocabulary.ts';
import styles from './mark.module.css';

export interface VerdictTagProps {
  /** Null: a person must decide. */
  readonly verdict: Verdict | null;
  readonly label: string;
}

const shapes = {
  pass: 'M4.6 10.4.6 6.4l1.5-1.5 2.5 2.5 5.3-5.3 1.5 1.5Z',
  fail: 'M1.6.6 6 5l4.4-4.4 1 1L7 6l4.4 4.4-1 1L6 7l-4.4 4.4-1-1L5 6 .6 1.6Z',
  undecided: 'M6 0a6 6 0 1 1 0 12A6 6 0 1 1 6 0Zm0 1.6a4.4 4.4 0 1 0 0 8.8Z',
} as const;

export function VerdictTag({ verdict, label }: VerdictTagProps) {
  const shape = verdict ?? 'undecided';
  return (
    <span className={styles.tag} data-verdict={shape}>
      <svg className={styles.sign} viewBox="0 0 12 12" aria-hidden="true">
        <path d={shapes[shape]} fillRule="evenodd" />
      </svg>
      {label}
    </span>
  );
}
