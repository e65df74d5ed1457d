import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../core/kernel/result.ts';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import { isTypedTwice, NewPasswordFields, noPassword } from '../../app/new-password-fields.tsx';
import type { ProofFactor } from '../../app/proof-factor.ts';
import { useAttempt } from '../../app/use-attempt.ts';
import { useSession, useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './entrance.module.css';

interface OwnSecretProps {
  readonly kind: ProofFactor;
  readonly onClose: () => void;
}

/** One's own password, PIN or badge, changed with the password. */
export function OwnSecret({ kind, onClose }: OwnSecretProps) {
  const { t } = useTranslation('identity');
  const { client, session, notices } = useWorkspace();
  const [password, setPassword] = useState('');
  const [chosen, setChosen] = useState(noPassword);
  const [secret, setSecret] = useState('');
  const attempt = useAttempt();
  const first = useRef<HTMLInputElement>(null);
  const own = useSession(({ session: now }) => now?.present.find(({ id }) => id === now.person?.id));
  const hasOne = kind !== 'password' && own?.[kind] === true;
  const complete = password !== '' && (kind === 'password' ? isTypedTwice(chosen) : secret !== '');

  const question = (next: string | null) => {
    switch (kind) {
      case 'password':
        return client.identity.changePassword({ current: password, next: chosen.password });
      case 'pin':
        return client.identity.setPin({ password, pin: next });
      case 'badge':
        return client.identity.setBadge({ password, badge: next });
      default:
        return assertNever(kind);
    }
  };
  const change = async (next: string | null) => {
    const changed = await attempt.make(() => question(next));
    if (changed === null) return;
    session.getState().notice(changed);
    notices.say({ id: 'identity.changed', tone: 'pass', title: t(`changed.${kind}`) });
    onClose();
  };
  return (
    <FormDialog
      onClose={onClose}
      title={t(`menu.${kind}`)}
      description={t(`why.${kind}`)}
      closeLabel={t('app:cancel')}
      initialFocus={first}
      others={
        hasOne && (
          <Button
            variant="quiet"
            disabled={attempt.busy || password === ''}
            focusableWhenDisabled
            onClick={() => void change(null)}
          >
            {t(`remove.${kind}`)}
          </Button>
        )
      }
      submit={t('save')}
      disabled={attempt.busy || !complete}
      onSubmit={() => void change(secret)}
    >
      <div className={styles.form}>
        <TextField
          label={t('currentPassword')}
          type="password"
          autoComplete="current-password"
          maxLength={512}
          value={password}
          onChange={attempt.typed(setPassword)}
          inputRef={first}
        />
        {kind === 'password' ? (
          <NewPasswordFields value={chosen} onChange={setChosen} />
        ) : (
          <TextField
            label={t(`proof.${kind}`)}
            hint={t(`hint.${kind}`)}
            type="password"
            autoComplete="one-time-code"
            {...(kind === 'pin' ? { inputMode: 'numeric' as const } : {})}
            maxLength={512}
            value={secret}
            onChange={attempt.typed(setSecret)}
          />
        )}
        <AttemptFailure attempt={attempt} />
      </div>
    </FormDialog>
  );
}
