import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import { useAttempt } from '../../app/use-attempt.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './entrance.module.css';

export function NameAndPassword() {
  const { t } = useTranslation('identity');
  const { client, session } = useWorkspace();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useAttempt();
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);

  const signIn = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return first.current?.focus();
    if (password === '') return second.current?.focus();
    const signedIn = await attempt.make(() => client.identity.signIn({ name: name.trim(), password }));
    if (signedIn !== null) return session.getState().notice(signedIn);
    setPassword('');
    second.current?.focus();
  };
  return (
    <form className={styles.form} onSubmit={(event) => void signIn(event)}>
      <TextField
        label={t('name')}
        value={name}
        autoComplete="username"
        maxLength={200}
        inputRef={first}
        onChange={attempt.typed(setName)}
      />
      <TextField
        label={t('proof.password')}
        type="password"
        autoComplete="current-password"
        value={password}
        maxLength={512}
        inputRef={second}
        onChange={(text) => {
          setPassword(text);
          if (text !== '') attempt.forget();
        }}
      />
      <AttemptFailure attempt={attempt} />
      <div className={styles.actions}>
        <Button type="submit" variant="primary" disabled={attempt.busy} focusableWhenDisabled>
          {attempt.busy ? t('checking') : t('signIn')}
        </Button>
      </div>
    </form>
  );
}
