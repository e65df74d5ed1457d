import { useTranslation } from 'react-i18next';
import { type Operation, operations, roleMay } from '../../../core/identity/permissions.ts';
import { actingRoles } from '../../../core/identity/roles.ts';
import { Table } from '../../ui/table.tsx';
import styles from './people.module.css';

/** The one table of who may do what, as the station enforces it. */
export function PermissionTable() {
  const { t } = useTranslation('people');
  return (
    <section className={styles.block} aria-labelledby="permissions">
      <h3 id="permissions">{t('permissions')}</h3>
      <p className={styles.quiet}>{t('permissionsHint')}</p>
      <div className={styles.table}>
        <Table<Operation>
          label={t('permissions')}
          rows={operations}
          rowKey={(operation) => operation}
          columns={[
            { id: 'operation', header: t('operation'), cell: (operation) => t(`may.${operation}`) },
            ...actingRoles.map((role) => ({
              id: role,
              header: t(`app:role.${role}`),
              cell: (operation: Operation) =>
                roleMay(role, operation) ? (
                  <span className={styles.yes}>
                    <span aria-hidden="true">✓</span>
                    <span className="visually-hidden">{t('yes')}</span>
                  </span>
                ) : (
                  <span className={styles.no}>
                    <span aria-hidden="true">–</span>
                    <span className="visually-hidden">{t('no')}</span>
                  </span>
                ),
            })),
          ]}
        />
      </div>
    </section>
  );
}
