/** Of grey values: their mean and standard deviation. */
export interface Statistics {
  readonly mean: number;
  readonly deviation: number;
}

export function statistics(data: Uint8Array): Statistics {
  let sum = 0;
  let squares = 0;
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    sum += value;
    squares += value * value;
  }
  return statisticsOf(sum, squares, data.length);
}

/** From the sums of `count` values and of their squares. */
export function statisticsOf(sum: number, squares: number, count: number): Statistics {
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
}
