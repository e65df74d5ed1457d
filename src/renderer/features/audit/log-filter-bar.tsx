import { useTranslation } from 'react-i18next';
import type { LogPlace } from '../../app/navigation.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { useStation } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './audit.module.css';
import { actionName } from './entry-sentence.ts';
import { isNarrowed, narrowedBy } from './log-filter.ts';

interface LogFilterBarProps {
  readonly place: LogPlace;
  readonly onChange: (place: LogPlace) => void;
}

/** Who, what, about what and when; takes effect at once. */
export function LogFilterBar({ place, onChange }: LogFilterBarProps) {
  const { t } = useTranslation('audit');
  const client = useStation();
  const actions = useAnswer('audit.actions', () => client.audit.actions({})).value ?? [];
  const people = useAnswer('audit.people', () => client.audit.people({})).value ?? [];
  const change = (name: keyof LogPlace) => (word: string) => onChange(narrowedBy(place, name, word));
  return (
    <search className={styles.filter} aria-label={t('filter.label')}>
      <SearchField
        label={t('filter.text')}
        value={place.text ?? ''}
        placeholder={t('filter.textHint')}
        onChange={change('text')}
      />
      <Select
        label={t('filter.person')}
        value={place.person ?? ''}
        onChange={change('person')}
        options={[{ value: '', label: t('filter.everybody') }, ...people.map((name) => ({ value: name, label: name }))]}
      />
      <Select
        label={t('filter.action')}
        value={place.action ?? ''}
        onChange={change('action')}
        options={[
          { value: '', label: t('filter.all') },
          ...actions.map((known) => ({ value: known, label: actionName(t, known) })),
        ]}
      />
      <TextField label={t('filter.from')} type="date" value={place.firstDay ?? ''} onChange={change('firstDay')} />
      <TextField label={t('filter.to')} type="date" value={place.lastDay ?? ''} onChange={change('lastDay')} />
      <TextField
        label={t('filter.object')}
        value={place.objectId ?? ''}
        maxLength={200}
        onChange={change('objectId')}
      />
      {isNarrowed(place) && (
        <Button variant="quiet" onClick={() => onChange({})}>
          {t('filter.clear')}
        </Button>
      )}
    </search>
  );
}
