import { useTranslation } from 'react-i18next';
import { verifications } from '../../../core/inspection/vocabulary.ts';
import { reasonOf, reasonText } from '../../app/reason-text.ts';
import { useDenial } from '../../app/use-permission.ts';
import { useSettings } from '../../app/workspace-context.tsx';
import { Switch } from '../../ui/switch.tsx';
import { NotAllowed } from './not-allowed.tsx';
import { asLines, asReasons } from './reason-lines.ts';
import { SavedTextField } from './saved-text-field.tsx';
import styles from './settings.module.css';
import { useSave } from './use-save.ts';

export function ReviewSection() {
  const { t } = useTranslation('settings');
  const { advance, reasons } = useSettings(({ values }) => values);
  const save = useSave();
  const denied = useDenial('setting.change');
  return (
    <div className={styles.fields}>
      <Switch
        label={t('advance')}
        hint={t('advanceHint')}
        checked={advance}
        onChange={(next) => void save(t('advance'), { advance: next })}
      />
      <h3>{t('reasons')}</h3>
      {denied === null ? <p className={styles.quiet}>{t('reasonsHint')}</p> : <NotAllowed denied={denied} />}
      {verifications
        .filter(() => denied === null)
        .filter((verification) => verification !== 'not_verified')
        .map((verification) => (
          <SavedTextField
            key={verification}
            label={t(`reasonsFor.${verification}`)}
            multiline
            value={asLines((reasons[verification] ?? []).map((reason) => reasonText(t, reason)))}
            save={(text) =>
              save(t(`reasonsFor.${verification}`), {
                reasons: { ...reasons, [verification]: asReasons(text).map((line) => reasonOf(t, line)) },
              })
            }
          />
        ))}
    </div>
  );
}
