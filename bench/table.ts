export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the project asks of it; absent: for information. */
  readonly limit?: { readonly atMost: number } | { readonly atLeast: number };
}

/** Adds a figure, rounded as people read it. */
export type AddFigure = (name: string, value: number, unit: string, limit?: Figure['limit']) => void;

export const addTo =
  (figures: Figure[]): AddFigure =>
  (name, value, unit, limit) =>
    void figures.push({ name, value: Number(value.toFixed(value < 10 ? 2 : 1)), unit, ...(limit ? { limit } : {}) });

const reached = ({ value, limit }: Figure): boolean =>
  limit === undefined || ('atMost' in limit ? value <= limit.atMost : value >= limit.atLeast);

/** One line a figure: name, value, what is asked, and whether it is reached. */
export function table(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  return figures
    .map((figure) => {
      const { name, value, unit, limit } = figure;
      const asked = limit === undefined ? '' : 'atMost' in limit ? `≤ ${limit.atMost}` : `≥ ${limit.atLeast}`;
      const mark = limit === undefined ? ' ' : reached(figure) ? '✓' : '✗';
      return `${mark} ${name.padEnd(width)} ${String(value).padStart(9)} ${unit.padEnd(9)}${asked}`.trimEnd();
    })
    .join('\n');
}
