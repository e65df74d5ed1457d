import { useTranslation } from 'react-i18next';
import { useDenial } from '../../app/use-permission.ts';
import { useSession } from '../../app/workspace-context.tsx';
import { FirstAdministrator } from './first-administrator.tsx';
import { IdleLock } from './idle-lock.tsx';
import styles from './people.module.css';
import { PeopleList } from './people-list.tsx';
import { PermissionTable } from './permission-table.tsx';

/** Who may work at this station, and as what. */
export function PeopleSection() {
  const { t } = useTranslation('people');
  const isOpen = useSession(({ session }) => session === null || session.state === 'open');
  const denied = useDenial('user.manage');
  return (
    <div className={styles.people}>
      {isOpen ? (
        <FirstAdministrator />
      ) : denied === null ? (
        <>
          <PeopleList />
          <IdleLock />
        </>
      ) : (
        <p className={styles.quiet}>{t('managed')}</p>
      )}
      <PermissionTable />
    </div>
  );
}
