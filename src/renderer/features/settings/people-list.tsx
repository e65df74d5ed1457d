import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureState } from '../../app/failure-state.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { useStation } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { NewPerson } from './new-person.tsx';
import { OneTimePassword } from './one-time-password.tsx';
import styles from './people.module.css';
import { PersonDialog } from './person-dialog.tsx';
import { personState } from './person-state.ts';
import type { Handed, User } from './user.ts';

/** Everybody who can sign in here; a row opens what can be changed about a person. */
export function PeopleList() {
  const { t, i18n } = useTranslation('people');
  const client = useStation();
  const users = useAnswer('users.list', () => client.users.list({}));
  const [opened, open] = useState<string | null>(null);
  const [adds, setAdds] = useState(false);
  const [handed, hand] = useState<Handed | null>(null);
  if (users.state === 'failed') return <FailureState error={users.error} retry={users.reload} />;
  if (users.state === 'loading') return <Skeleton label={t('loading')} rows={3} />;
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const person = users.value.find(({ id }) => id === opened);
  return (
    <section className={styles.block} aria-label={t('list')}>
      <div className={styles.table}>
        <Table<User>
          label={t('list')}
          rows={users.value}
          rowKey={({ id }) => id}
          onOpen={({ id }) => open(id)}
          isSelected={({ id }) => id === opened}
          columns={[
            {
              id: 'name',
              header: t('printedName'),
              cell: ({ printedName, name, central }) => (
                <>
                  {printedName} <span className={styles.quiet}>{central ? t('nameCentral', { name }) : name}</span>
                </>
              ),
            },
            { id: 'role', header: t('role'), cell: ({ role }) => t(`app:role.${role}`) },
            {
              id: 'state',
              header: t('state'),
              cell: (user) => (
                <span data-tone={personState(user).tone} className={styles.state}>
                  {t(`states.${personState(user).kind}`, { count: Math.ceil(user.lockedSeconds / 60) })}
                </span>
              ),
            },
            {
              id: 'last',
              header: t('lastSignIn'),
              cell: ({ lastSignIn }) => (lastSignIn === null ? t('never') : time.format(new Date(lastSignIn))),
            },
            {
              id: 'change',
              header: '',
              align: 'end',
              cell: (user) => (
                <Button
                  variant="quiet"
                  aria-label={t('changePerson', { name: user.printedName })}
                  onClick={(event) => {
                    event.stopPropagation();
                    open(user.id);
                  }}
                >
                  {t('change')}
                </Button>
              ),
            },
          ]}
        />
      </div>
      <div>
        <Button icon={<UserPlus />} onClick={() => setAdds(true)}>
          {t('add.action')}
        </Button>
      </div>
      {adds && (
        <NewPerson
          onClose={() => setAdds(false)}
          onAdded={(made) => {
            setAdds(false);
            users.reload();
            if (made.password !== '') hand(made);
          }}
        />
      )}
      {person !== undefined && (
        <PersonDialog
          key={person.id}
          user={person}
          onClose={() => open(null)}
          onChanged={users.reload}
          onPassword={(made) => {
            open(null);
            hand(made);
          }}
        />
      )}
      {handed !== null && <OneTimePassword handed={handed} onClose={() => hand(null)} />}
    </section>
  );
}
