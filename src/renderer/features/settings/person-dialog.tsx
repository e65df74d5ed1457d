import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { roles } from '../../../core/identity/roles.ts';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import type { Reply } from '../../app/client.ts';
import { useAttempt } from '../../app/use-attempt.ts';
import { useStation } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './people.module.css';
import type { Handed, User } from './user.ts';

interface PersonDialogProps {
  readonly user: User;
  readonly onClose: () => void;
  readonly onChanged: () => void;
  readonly onPassword: (handed: Handed) => void;
}

/** What an administrator changes about a person; each change takes effect at once and is an entry of the log. */
export function PersonDialog({ user, onClose, onChanged, onPassword }: PersonDialogProps) {
  const { t } = useTranslation('people');
  const client = useStation();
  const { id, printedName } = user;
  const [typedName, typeName] = useState<string | null>(null);
  const [badge, setBadge] = useState('');
  const attempt = useAttempt();
  const turn = useRef<Promise<unknown>>(Promise.resolve());
  /** Changes are stored one after another: leaving the name for a switch makes two of them. */
  const inTurn = <T,>(question: () => Promise<Reply<T>>): Promise<T | null> => {
    const made = turn.current.then(() => attempt.make(question));
    turn.current = made;
    return made;
  };
  const change = async (question: () => Promise<Reply<unknown>>): Promise<boolean> => {
    const changed = await inTurn(question);
    if (changed === null) return false;
    onChanged();
    return true;
  };
  const rename = async () => {
    const next = typedName?.trim() ?? '';
    if (next === '' || next === printedName) return typeName(null);
    if (await change(() => client.users.change({ id, printedName: next }))) typeName(null);
  };
  const resetPassword = async () => {
    const made = await inTurn(() => client.users.resetPassword({ id }));
    if (made === null) return;
    onChanged();
    onPassword({ printedName, password: made.oneTimePassword });
  };
  const keepBadge = async () => {
    if (badge !== '' && (await change(() => client.users.setBadge({ id, badge })))) setBadge('');
  };
  return (
    <Dialog open onOpenChange={onClose} title={printedName} description={t('dialog.text')} closeLabel={t('app:close')}>
      <div className={styles.form}>
        {user.knownCentrally && (
          <p>
            {t(`app:role.${user.role}`)} <span className={styles.quiet}>{t('roleCentral')}</span>
          </p>
        )}
        {!user.knownCentrally && (
          <TextField
            label={t('printedName')}
            hint={t('printedNameHint')}
            maxLength={60}
            value={typedName ?? printedName}
            onChange={typeName}
            onBlur={() => void rename()}
            onKeyDown={({ key }) => {
              if (key === 'Enter') void rename();
            }}
          />
        )}
        {!user.knownCentrally && (
          <Select
            label={t('role')}
            value={user.role}
            onChange={(role) => void change(() => client.users.change({ id, role }))}
            options={roles.map((value) => ({ value, label: t(`app:role.${value}`) }))}
          />
        )}
        <Switch
          label={t('mayCome')}
          hint={t(user.disabledCentrally ? 'mayComeCentral' : 'mayComeHint')}
          checked={!user.disabled}
          disabled={user.disabledCentrally}
          onChange={(may) => void change(() => client.users.change({ id, disabled: !may }))}
        />
        {user.lockedSeconds > 0 && (
          <div className={styles.row}>
            <span>{t('states.locked', { count: Math.ceil(user.lockedSeconds / 60) })}</span>
            <Button onClick={() => void change(() => client.users.unlock({ id }))}>{t('unlock')}</Button>
          </div>
        )}
        <div className={styles.row}>
          <span>
            {t('password')} <span className={styles.quiet}>{t(user.central ? 'passwordCentral' : 'passwordHint')}</span>
          </span>
          <Button disabled={user.central || attempt.busy} onClick={() => void resetPassword()}>
            {t('resetPassword')}
          </Button>
        </div>
        <div className={styles.row}>
          <div className={styles.grow}>
            <TextField
              label={t(user.badge ? 'badgeOther' : 'badge')}
              hint={t('badgeHint')}
              type="password"
              autoComplete="one-time-code"
              maxLength={512}
              value={badge}
              onChange={attempt.typed(setBadge)}
              onKeyDown={({ key }) => {
                if (key === 'Enter') void keepBadge();
              }}
            />
          </div>
          {user.badge && (
            <Button onClick={() => void change(() => client.users.setBadge({ id, badge: null }))}>
              {t('badgeRemove')}
            </Button>
          )}
        </div>
        <AttemptFailure attempt={attempt} />
      </div>
    </Dialog>
  );
}
