import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import { isTypedTwice, NewPasswordFields, noPassword } from '../../app/new-password-fields.tsx';
import { useAttempt } from '../../app/use-attempt.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './people.module.css';

/** A station without people offers to have some, and says what changes then. */
export function FirstAdministrator() {
  const { t } = useTranslation('people');
  const { client, session } = useWorkspace();
  const [name, setName] = useState('');
  const [printedName, setPrintedName] = useState('');
  const [chosen, setChosen] = useState(noPassword);
  const attempt = useAttempt();
  const complete = name.trim() !== '' && printedName.trim() !== '' && isTypedTwice(chosen);

  const setUp = async (event: FormEvent) => {
    event.preventDefault();
    if (!complete) return;
    const first = { name: name.trim(), printedName: printedName.trim(), password: chosen.password };
    const done = await attempt.make(() => client.identity.setUpFirstAdministrator(first));
    if (done === null) return;
    session.getState().cameInWithCode(done);
  };
  return (
    <section className={styles.block} aria-labelledby="first-administrator">
      <h3 id="first-administrator">{t('open.title')}</h3>
      <p>{t('open.text')}</p>
      <ul className={styles.changes}>
        <li>{t('open.signIn')}</li>
        <li>{t('open.signature')}</li>
        <li>{t('open.line')}</li>
        <li>{t('open.final')}</li>
      </ul>
      <form className={styles.form} onSubmit={(event) => void setUp(event)}>
        <TextField
          label={t('name')}
          hint={t('nameHint')}
          autoComplete="username"
          maxLength={60}
          value={name}
          onChange={attempt.typed(setName)}
        />
        <TextField
          label={t('printedName')}
          hint={t('printedNameHint')}
          maxLength={60}
          value={printedName}
          onChange={attempt.typed(setPrintedName)}
        />
        <NewPasswordFields value={chosen} onChange={setChosen} />
        <AttemptFailure attempt={attempt} />
        <Button type="submit" variant="primary" disabled={attempt.busy || !complete} focusableWhenDisabled>
          {t('open.action')}
        </Button>
      </form>
    </section>
  );
}
