import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { PersonCard } from './person-card.tsx';
import styles from './person-menu.module.css';
import { SignedInMenu } from './signed-in-menu.tsx';
import { useNavigation, useSession, useSettings } from './workspace-context.tsx';

/** Who is here, and what they can do about that. */
export function PersonMenu() {
  const person = useSession(({ session }) => session?.person ?? null);
  return person === null ? <OpenStation /> : <SignedInMenu person={person} />;
}

/** Nobody signs in at this station: everybody works under one name. */
function OpenStation() {
  const { t } = useTranslation();
  const name = useSettings(({ values }) => values.person);
  const go = useNavigation((state) => state.go);
  const [open, setOpen] = useState(false);
  const goTo = (section: string) => {
    setOpen(false);
    go('settings', { section });
  };
  return (
    <PersonCard name={name} title={t('person', { name })} open={open} onOpenChange={setOpen}>
      <p className={styles.full}>{name}</p>
      <p className={styles.note}>{t('personNote')}</p>
      <Button onClick={() => goTo('person')}>{t('changePerson')}</Button>
      <Button variant="quiet" onClick={() => goTo('people')}>
        {t('setUpPeople')}
      </Button>
    </PersonCard>
  );
}
