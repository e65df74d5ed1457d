import { useTranslation } from 'react-i18next';
import { SecondLine } from '../ui/second-line.tsx';

/** When a row of a list happened: its day, the time of day below. `time`: ISO 8601, shown as this computer's clock has it. */
export function RowMoment({ time }: { readonly time: string }) {
  const { i18n } = useTranslation();
  const at = new Date(time);
  return (
    <time dateTime={time}>
      <span>{new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' }).format(at)}</span>
      <SecondLine>{new Intl.DateTimeFormat(i18n.language, { timeStyle: 'medium' }).format(at)}</SecondLine>
    </time>
  );
}
