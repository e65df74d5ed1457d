import { tickLines } from './tick-lines.ts';

interface BarNameProps {
  readonly words: string;
  /** Middle of the bar and lower edge of the axis, CSS pixels; the chart's own numbers. */
  readonly x: number;
  readonly y: number;
  /** CSS pixels from one bar to the next. */
  readonly step: number;
  readonly scale: number;
}

/** CSS pixels at 100 %: a character, and a line. */
const characterPx = 6.2;
const linePx = 14;

/** The name below a bar, in the bar's own room. */
export const BarName = ({ words, x, y, step, scale }: BarNameProps) => (
  <text x={x} y={y} textAnchor="middle">
    <title>{words}</title>
    {tickLines(words, Math.max(4, Math.floor(step / (characterPx * scale)))).map((line, place) => (
      <tspan key={line} x={x} dy={(place === 0 ? 0.71 * 12 : linePx) * scale}>
        {line}
      </tspan>
    ))}
  </text>
);
