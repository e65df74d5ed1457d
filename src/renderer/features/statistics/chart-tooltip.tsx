import styles from './statistics.module.css';

interface ChartTooltipProps {
  readonly title: string;
  readonly lines: readonly string[];
}

export const ChartTooltip = ({ title, lines }: ChartTooltipProps) => (
  <div className={styles.tooltip}>
    <strong>{title}</strong>
    {lines.map((line) => (
      <div key={line}>{line}</div>
    ))}
  </div>
);
