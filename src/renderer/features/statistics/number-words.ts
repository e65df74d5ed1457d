/** Numbers as the reader's language writes them. */

export interface NumberWords {
  readonly count: (value: number) => string;
  /** 0..1 as per cent, one digit. */
  readonly percent: (value: number) => string;
  /** Two digits: `0.34`. */
  readonly ratio: (value: number) => string;
}

/** `locale`: BCP 47. */
export function numberWords(locale: string): NumberWords {
  const count = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const ratio = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  return {
    count: (value) => count.format(value),
    percent: (value) => percent.format(value),
    ratio: (value) => ratio.format(value),
  };
}

/** For axes: 0..1 as whole per cent. */
export function wholePercent(locale: string): (value: number) => string {
  const format = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  return (value) => format.format(value);
}
