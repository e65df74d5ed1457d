import { Button as BaseButton } from '@base-ui/react/button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Popover } from '../ui/popover.tsx';
import styles from './person-menu.module.css';
import { useNavigation, useSettings } from './workspace-context.tsx';

/** Who signs, and where to change it. */
export function PersonMenu() {
  const { t } = useTranslation();
  const name = useSettings(({ values }) => values.person);
  const go = useNavigation((state) => state.go);
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t('person', { name })}
      trigger={
        <BaseButton className={styles.person} aria-label={t('person', { name })}>
          <span className={styles.initials} data-initials={initialsOf(name)} aria-hidden="true" />
          <span className={styles.name}>{name}</span>
        </BaseButton>
      }
    >
      <div className={styles.card}>
        <p className={styles.full}>{name}</p>
        <p className={styles.note}>{t('personNote')}</p>
        <Button
          onClick={() => {
            setOpen(false);
            go('settings', { section: 'person' });
          }}
        >
          {t('changePerson')}
        </Button>
      </div>
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
