import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import { isTypedTwice, NewPasswordFields, noPassword } from '../../app/new-password-fields.tsx';
import { useAttempt } from '../../app/use-attempt.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './entrance.module.css';

/** The printed code gives an administrator a new password; for everybody else an administrator does. */
export function RecoveryForm({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation('identity');
  const { client, session } = useWorkspace();
  const [name, setName] = useState('');
  const [code, setCode] = useState('');
  const [chosen, setChosen] = useState(noPassword);
  const attempt = useAttempt();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const complete = name.trim() !== '' && code.trim() !== '' && isTypedTwice(chosen);

  const recover = async (event: FormEvent) => {
    event.preventDefault();
    if (!complete) return;
    const input = { name: name.trim(), code: code.trim(), password: chosen.password };
    const recovered = await attempt.make(() => client.identity.recover(input));
    if (recovered === null) return;
    session.getState().cameInWithCode(recovered);
  };
  return (
    <form className={styles.form} onSubmit={(event) => void recover(event)}>
      <p className={styles.text}>{t('recoveryAsk')}</p>
      <p className={styles.text}>{t('recoveryText')}</p>
      <TextField
        label={t('name')}
        autoComplete="username"
        maxLength={200}
        value={name}
        onChange={setName}
        inputRef={first}
      />
      <TextField
        label={t('recoveryCode')}
        placeholder={t('recoveryCodeHint')}
        maxLength={100}
        value={code}
        onChange={attempt.typed(setCode)}
      />
      <NewPasswordFields value={chosen} onChange={setChosen} />
      <AttemptFailure attempt={attempt} />
      <div className={styles.actions}>
        <Button variant="quiet" onClick={onBack}>
          {t('back')}
        </Button>
        <Button type="submit" variant="primary" disabled={attempt.busy || !complete} focusableWhenDisabled>
          {t('recover')}
        </Button>
      </div>
    </form>
  );
}
