import { Button as BaseButton } from '@base-ui/react/button';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Popover } from '../ui/popover.tsx';
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

interface PersonCardProps {
  readonly name: string;
  readonly role?: string;
  /** Name of the button and of what it opens. */
  readonly title: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly children: ReactNode;
}

export function PersonCard({ name, role, title, open, onOpenChange, children }: PersonCardProps) {
  return (
    <Popover
      open={open}
      onOpenChange={onOpenChange}
      label={title}
      trigger={
        <BaseButton className={styles.person} aria-label={title}>
          <span className={styles.initials} data-initials={initialsOf(name)} aria-hidden="true" />
          <span className={styles.name}>{name}</span>
          {role !== undefined && <span className={styles.role}>{role}</span>}
        </BaseButton>
      }
    >
      <div className={styles.card}>{children}</div>
    </Popover>
  );
}

/** First letters of the first and the last word. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return ends
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
}
