import { useTranslation } from 'react-i18next';
import { useSettings } from '../../app/workspace-context.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './people.module.css';
import { useSave } from './use-save.ts';

const never = 'never';
const offered = [1, 2, 5, 10, 15, 30, 60];

/** After how long without a hand on it the station locks. */
export function IdleLock() {
  const { t } = useTranslation('people');
  const minutes = useSettings(({ values }) => values.idleLockMinutes);
  const save = useSave();
  const known =
    minutes === null || offered.includes(minutes) ? offered : [...offered, minutes].toSorted((a, b) => a - b);
  return (
    <div className={styles.form}>
      <Select
        label={t('idleLock')}
        value={minutes === null ? never : String(minutes)}
        onChange={(next) => void save(t('idleLock'), { idleLockMinutes: next === never ? null : Number(next) })}
        options={[
          ...known.map((count) => ({ value: String(count), label: t('minutes', { count }) })),
          { value: never, label: t('idleNever') },
        ]}
      />
    </div>
  );
}
