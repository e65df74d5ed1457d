import { useTranslation } from 'react-i18next';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import { useMay } from '../../app/use-permission.ts';
import { useRestore } from '../../app/use-restore.ts';
import { Button } from '../../ui/button.tsx';

/** Offered to who may, where the damage showed only while the station was in use. */
export function RestoreBackup() {
  const { t } = useTranslation('identity');
  const { attempt, begin } = useRestore();
  if (!useMay('backup.restore')) return null;
  return (
    <>
      <p>{t('damaged.restore')}</p>
      <Button disabled={attempt.busy} focusableWhenDisabled onClick={begin}>
        {attempt.busy ? t('damaged.busy') : t('damaged.action')}
      </Button>
      <AttemptFailure attempt={attempt} />
    </>
  );
}
