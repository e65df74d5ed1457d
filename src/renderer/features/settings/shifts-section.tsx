import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { SavedTextField } from './saved-text-field.tsx';
import styles from './settings.module.css';
import { asShiftStarts, asTime, nextStart } from './shift-starts.ts';
import { useSave } from './use-save.ts';

/** The contract's limit. */
const mostShifts = 8;

export function ShiftsSection() {
  const { t } = useTranslation('settings');
  const starts = useSettings(({ values }) => values.shiftStarts);
  const save = useSave();
  const keep = (next: readonly number[]) => save(t('shifts'), { shiftStarts: [...next] });
  const change = async (place: number, time: string): Promise<string | null> => {
    const times = starts.map(asTime);
    const next = asShiftStarts(times.with(place, time));
    return next === null ? t('shiftsWrong') : keep(next);
  };
  return (
    <div className={styles.fields}>
      <p className={styles.quiet}>{t('shiftsHint')}</p>
      {starts.map((start, place) => (
        <div key={start} className={styles.shift}>
          <SavedTextField
            label={t('shift', { number: place + 1 })}
            type="time"
            value={asTime(start)}
            save={(time) => change(place, time)}
          />
          <IconButton
            label={t('shiftRemove', { number: place + 1 })}
            icon={<X />}
            disabled={starts.length === 1}
            onClick={() => void keep(starts.filter((other) => other !== start))}
          />
        </div>
      ))}
      <div>
        <Button
          icon={<Plus />}
          disabled={starts.length >= mostShifts}
          onClick={() => void keep([...starts, nextStart(starts)].toSorted((a, b) => a - b))}
        >
          {t('shiftAdd')}
        </Button>
      </div>
    </div>
  );
}
