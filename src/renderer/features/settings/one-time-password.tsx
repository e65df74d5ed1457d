import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './people.module.css';
import type { Handed } from './user.ts';

interface OneTimePasswordProps {
  readonly handed: Handed;
  readonly onClose: () => void;
}

/** To be handed over; whoever signs in with it chooses another one at once. */
export function OneTimePassword({ handed: { printedName, password }, onClose }: OneTimePasswordProps) {
  const { t } = useTranslation('people');
  return (
    <Dialog
      open
      // It goes by its button alone: it is never shown again.
      onOpenChange={() => {}}
      title={t('oneTime.title', { name: printedName })}
      description={t('oneTime.text')}
      actions={
        <Button variant="primary" onClick={onClose}>
          {t('oneTime.done')}
        </Button>
      }
    >
      <output className={styles.password} data-selectable="">
        {password}
      </output>
    </Dialog>
  );
}
