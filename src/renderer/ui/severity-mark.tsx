import type { Severity } from '../../core/inspection/vocabulary.ts';
import styles from './mark.module.css';

/** Four shapes as well as four colours; each in a box of 12 by 12. Critical alone is hollowed, so it reads in grey too. */
const severityShapes: Readonly<Record<Severity, string>> = {
  critical: 'M3.5 0h5L12 3.5v5L8.5 12h-5L0 8.5v-5Zm1.6 2.5L5.5 7h1l.4-4.5Zm.1 5.6v1.6h1.6V8.1Z',
  high: 'M1 1h10v10H1Z',
  medium: 'M6 0l6 6-6 6-6-6Z',
  low: 'M6 1a5 5 0 1 1 0 10A5 5 0 1 1 6 1Zm0 2a3 3 0 1 0 0 6 3 3 0 1 0 0-6Z',
};

export interface SeverityMarkProps {
  readonly severity: Severity;
  /** The severity in words; absent where a word beside it says it already. */
  readonly label?: string | undefined;
}

export const SeverityMark = ({ severity, label }: SeverityMarkProps) => (
  <>
    <svg className={styles.mark} data-severity={severity} viewBox="0 0 12 12" aria-hidden="true">
      <path d={severityShapes[severity]} fillRule="evenodd" />
    </svg>
    {label !== undefined && <span className="visually-hidden">{label}</span>}
  </>
);
