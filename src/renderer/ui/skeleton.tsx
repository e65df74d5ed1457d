import styles from './skeleton.module.css';

export interface SkeletonProps {
  /** What is being loaded, for screen readers. */
  readonly label: string;
  readonly rows?: number;
}

/** Rows that are about to come. Shown after 150 ms only: what comes sooner does not flicker. */
export const Skeleton = ({ label, rows = 3 }: SkeletonProps) => (
  <div className={styles.skeleton} role="status" aria-label={label} aria-busy="true">
    {Array.from({ length: rows }, (_, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
      <span key={row} className={styles.row} />
    ))}
  </div>
);
