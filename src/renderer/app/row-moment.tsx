import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { SecondLine } from '../ui/second-line.tsx';

export interface MomentFormat {
  readonly day: Intl.DateTimeFormat;
  readonly time: Intl.DateTimeFormat;
}

/** In the window's language, for all rows of a list: to make one takes longer than to draw a row. */
export function useMomentFormat(): MomentFormat {
  const { language } = useTranslation().i18n;
  return useMemo(
    () => ({
      day: new Intl.DateTimeFormat(language, { dateStyle: 'medium' }),
      time: new Intl.DateTimeFormat(language, { timeStyle: 'medium' }),
    }),
    [language],
  );
}

interface RowMomentProps {
  /** ISO 8601, shown as this computer's clock has it. */
  readonly time: string;
  readonly format: MomentFormat;
}

/** When a row of a list happened: its day, the time of day below. */
export function RowMoment({ time, format }: RowMomentProps) {
  const at = new Date(time);
  return (
    <time dateTime={time}>
      <span>{format.day.format(at)}</span>
      <SecondLine>{format.time.format(at)}</SecondLine>
    </time>
  );
}
