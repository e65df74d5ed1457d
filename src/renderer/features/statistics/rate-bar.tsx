import type { Rate } from './rates.ts';
import styles from './statistics.module.css';

interface RateBarProps {
  readonly rate: Rate;
  /** The rate that fills the whole width, 0..1, so that bars below each other compare. */
  readonly full: number;
}

/** A rate as a bar, with the range in which the true one lies. The number stands beside it in words. */
export const RateBar = ({ rate, full }: RateBarProps) => {
  const at = (value: number) => Math.min(1, value / full) * 100;
  return (
    <svg className={styles.bar} viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
      <rect x="0" y="3" width={at(rate.value)} height="10" fill="var(--accent)" fillOpacity="0.55" />
      <line
        x1={at(rate.low)}
        x2={at(rate.high)}
        y1="8"
        y2="8"
        stroke="var(--ink)"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
};
