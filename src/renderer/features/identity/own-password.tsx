import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import { ask } from '../../app/client.ts';
import { isTypedTwice, NewPasswordFields, noPassword } from '../../app/new-password-fields.tsx';
import { useAttempt } from '../../app/use-attempt.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './entrance.module.css';

/** The one-time password opened the door; a password of one's own opens the station. */
export function OwnPassword() {
  const { t } = useTranslation('identity');
  const { client, session, sayFailure } = useWorkspace();
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState(noPassword);
  const attempt = useAttempt();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);

  const change = async (event: FormEvent) => {
    event.preventDefault();
    if (current === '' || !isTypedTwice(chosen)) return;
    const changed = await attempt.make(() => client.identity.changePassword({ current, next: chosen.password }));
    if (changed !== null) session.getState().notice(changed);
  };
  const leave = async () => {
    const reply = await ask(() => client.identity.signOut({}));
    if (reply.ok) session.getState().notice(reply.value);
    else sayFailure(reply.error);
  };
  return (
    <form className={styles.form} onSubmit={(event) => void change(event)}>
      <p className={styles.text}>{t('expiredText')}</p>
      <TextField
        label={t('oneTimePassword')}
        type="password"
        autoComplete="current-password"
        maxLength={512}
        value={current}
        onChange={setCurrent}
        inputRef={first}
      />
      <NewPasswordFields value={chosen} onChange={attempt.typed(setChosen)} />
      <AttemptFailure attempt={attempt} />
      <div className={styles.actions}>
        <Button variant="quiet" onClick={() => void leave()}>
          {t('signOut')}
        </Button>
        <Button
          type="submit"
          variant="primary"
          disabled={attempt.busy || current === '' || !isTypedTwice(chosen)}
          focusableWhenDisabled
        >
          {t('changePassword')}
        </Button>
      </div>
    </form>
  );
}
