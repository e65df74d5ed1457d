import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../app/session-store.ts';
import { ComeBack } from './come-back.tsx';
import styles from './entrance.module.css';
import { NameAndPassword } from './name-and-password.tsx';
import { returningPeople } from './returning-people.ts';

/** Comes back as somebody who is here in this shift, or signs in by name. */
export function SignIn({ session }: { readonly session: Session }) {
  const { t } = useTranslation('identity');
  const people = returningPeople(session);
  const [chosenId, choose] = useState(people[0]?.id ?? null);
  const group = useId();
  const chosen = people.find(({ id }) => id === chosenId);
  return (
    <>
      {people.length > 0 && (
        <fieldset className={styles.people}>
          <legend>{t('who')}</legend>
          {[...people, null].map((person) => (
            <label key={person?.id ?? ''} className={styles.person}>
              <input
                type="radio"
                name={group}
                checked={chosenId === (person?.id ?? null)}
                onChange={() => choose(person?.id ?? null)}
              />
              <span>{person?.printedName ?? t('somebodyElse')}</span>
              {person?.locked && <span className={styles.ways}>{t('lockedNow')}</span>}
            </label>
          ))}
        </fieldset>
      )}
      {chosen === undefined ? <NameAndPassword /> : <ComeBack key={chosen.id} person={chosen} />}
    </>
  );
}
