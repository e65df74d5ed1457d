import { Progress as BaseProgress } from '@base-ui/react/progress';
import styles from './progress.module.css';

export interface ProgressProps {
  /** What progresses, for screen readers. */
  readonly label: string;
  /** 0..1; null while nobody knows. */
  readonly value: number | null;
}

export const Progress = ({ label, value }: ProgressProps) => (
  <BaseProgress.Root className={styles.progress} aria-label={label} value={value === null ? null : value * 100}>
    <BaseProgress.Track className={styles.track}>
      <BaseProgress.Indicator className={styles.indicator} />
    </BaseProgress.Track>
  </BaseProgress.Root>
);
