import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../core/kernel/result.ts';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import { ProofFields } from '../../app/proof-fields.tsx';
import { useAttempt } from '../../app/use-attempt.ts';
import { type ProofEntry, useProof } from '../../app/use-proof.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './entrance.module.css';
import type { ReturningPerson } from './returning-people.ts';

/** PIN, badge or, for the locked session, its password. */
export function ComeBack({ person }: { readonly person: ReturningPerson }) {
  const { t } = useTranslation('identity');
  const { client, session } = useWorkspace();
  const attempt = useAttempt();
  const proof = useProof(person.factors, attempt);

  const question = ({ factor, secret }: NonNullable<ProofEntry['given']>) => {
    switch (factor) {
      case 'pin':
        return client.identity.quickSwitch({ factor, personId: person.id, secret });
      case 'badge':
        return client.identity.quickSwitch({ factor, secret });
      case 'password':
        return client.identity.unlock({ password: secret });
      default:
        return assertNever(factor);
    }
  };
  const comeBack = async (event: FormEvent) => {
    event.preventDefault();
    const { given } = proof;
    if (given === null) return proof.focus();
    const back = await attempt.make(() => question(given));
    if (back !== null) return session.getState().notice(back);
    proof.again();
  };
  return (
    <form className={styles.form} onSubmit={(event) => void comeBack(event)}>
      {proof.fields && <ProofFields {...proof.fields} />}
      <AttemptFailure attempt={attempt} />
      <div className={styles.actions}>
        <Button type="submit" variant="primary" disabled={attempt.busy} focusableWhenDisabled>
          {attempt.busy ? t('checking') : person.locked ? t('unlock') : t('signIn')}
        </Button>
      </div>
    </form>
  );
}
