import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/workspace-context.tsx';
import { classNames } from '../../ui/class-names.ts';
import styles from './status-bar.module.css';

/** Who is signed in and as what; on a station without people, that nobody signs in. */
export function PersonState() {
  const { t, i18n } = useTranslation('status');
  const session = useSession((state) => state.session);
  if (session === null) return null;
  const { person, graceUntil } = session;
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  if (person !== null && session.lookingOnly)
    return (
      <span className={styles.item} data-tone="warn" title={t('personLookingHint')}>
        ▲ {t('personLooking', { name: person.printedName })}
      </span>
    );
  if (person !== null && graceUntil !== null)
    return (
      <span className={styles.item} data-tone="warn" title={t('withoutCentreHint')}>
        ▲ {t('withoutCentre', { name: person.printedName, time: time.format(new Date(graceUntil)) })}
      </span>
    );
  return (
    <span className={classNames(styles.item, styles.elsewhere)} {...(person === null ? { title: t('openHint') } : {})}>
      {person === null ? t('open') : t('personAs', { name: person.printedName, role: t(`app:role.${person.role}`) })}
    </span>
  );
}
