import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../core/kernel/result.ts';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import { givenFactor } from '../../app/proof-factor.ts';
import { ProofFields } from '../../app/proof-fields.tsx';
import { useAttempt } from '../../app/use-attempt.ts';
import { useSession, useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './entrance.module.css';
import type { ReturningPerson } from './returning-people.ts';

/** PIN, badge or, for the locked session, its password. */
export function ComeBack({ person }: { readonly person: ReturningPerson }) {
  const { t } = useTranslation('identity');
  const { client, session } = useWorkspace();
  const [factor, setFactor] = useState(person.factors[0] ?? 'password');
  const [secret, setSecret] = useState('');
  const badgesAreKnown = useSession(({ session: now }) => now?.present.some(({ badge }) => badge) === true);
  const attempt = useAttempt();
  const input = useRef<HTMLInputElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another factor is another field
  useEffect(() => input.current?.focus(), [factor]);

  const question = () => {
    const given = givenFactor(factor, secret, badgesAreKnown);
    switch (given) {
      case 'pin':
        return client.identity.quickSwitch({ factor: given, personId: person.id, secret });
      case 'badge':
        return client.identity.quickSwitch({ factor: given, secret });
      case 'password':
        return client.identity.unlock({ password: secret });
      default:
        return assertNever(given);
    }
  };
  const comeBack = async (event: FormEvent) => {
    event.preventDefault();
    if (secret === '') return input.current?.focus();
    const back = await attempt.make(question);
    if (back !== null) return session.getState().notice(back);
    setSecret('');
    input.current?.focus();
  };
  return (
    <form className={styles.form} onSubmit={(event) => void comeBack(event)}>
      <ProofFields
        factors={person.factors}
        factor={factor}
        onFactor={(next) => {
          setFactor(next);
          setSecret('');
          attempt.forget();
        }}
        secret={secret}
        onSecret={(text) => {
          setSecret(text);
          if (text !== '') attempt.forget();
        }}
        inputRef={input}
      />
      <AttemptFailure attempt={attempt} />
      <div className={styles.actions}>
        <Button type="submit" variant="primary" disabled={attempt.busy} focusableWhenDisabled>
          {attempt.busy ? t('checking') : person.locked ? t('unlock') : t('signIn')}
        </Button>
      </div>
    </form>
  );
}
