import { useTranslation } from 'react-i18next';
import { useSession, useSettings } from '../../app/workspace-context.tsx';
import { SavedTextField } from './saved-text-field.tsx';
import styles from './settings.module.css';
import { useSave } from './use-save.ts';

export function PersonSection() {
  const { t } = useTranslation('settings');
  const { person, station } = useSettings(({ values }) => values);
  const isOpen = useSession(({ session }) => session === null || session.state === 'open');
  const save = useSave();
  return (
    <div className={styles.fields}>
      {isOpen && (
        <SavedTextField
          label={t('person')}
          hint={t('personHint')}
          value={person}
          required
          save={(text) => save(t('person'), { person: text })}
        />
      )}
      <SavedTextField
        label={t('station')}
        hint={t('stationHint')}
        value={station}
        required
        save={(text) => save(t('station'), { station: text })}
      />
    </div>
  );
}
