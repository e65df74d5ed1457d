import { CreditCard, KeyRound, Lock, LogOut, RectangleEllipsis } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { ask, type Reply } from './client.ts';
import { PersonCard } from './person-card.tsx';
import styles from './person-menu.module.css';
import type { Session } from './session-store.ts';
import { useCommand, useCommandKeys } from './use-command.ts';
import { useWorkspace } from './workspace-context.tsx';

const OwnSecret = lazy(async () => ({ default: (await import('../features/identity/own-secret.tsx')).OwnSecret }));

const secrets = [
  { kind: 'password', icon: <KeyRound /> },
  { kind: 'pin', icon: <RectangleEllipsis /> },
  { kind: 'badge', icon: <CreditCard /> },
] as const;

/** The person who is signed in: away for a moment, gone, and what proves who they are. */
export function SignedInMenu({ person }: { readonly person: NonNullable<Session['person']> }) {
  const { t } = useTranslation('identity');
  const { client, session, sayFailure } = useWorkspace();
  const [open, setOpen] = useState(false);
  const [changes, setChanges] = useState<(typeof secrets)[number]['kind'] | null>(null);
  const lockKeys = useCommandKeys('session.lock');
  const role = t(`app:role.${person.role}`);
  const leave = async (question: () => Promise<Reply<Session>>) => {
    setOpen(false);
    const reply = await ask(question);
    if (reply.ok) session.getState().notice(reply.value);
    else sayFailure(reply.error);
  };
  const lock = () => void leave(() => client.identity.lock({}));
  useCommand('session.lock', lock);
  return (
    <>
      <PersonCard
        name={person.printedName}
        role={role}
        title={t('menu.title', { name: person.printedName, role })}
        open={open}
        onOpenChange={setOpen}
      >
        <p className={styles.full}>{person.printedName}</p>
        <p className={styles.note}>
          {role} · {person.name}
        </p>
        <Button wide icon={<Lock />} keys={lockKeys} onClick={lock}>
          {t('menu.lock')}
        </Button>
        {secrets.map(({ kind, icon }) => (
          <Button
            key={kind}
            wide
            variant="quiet"
            icon={icon}
            onClick={() => {
              setOpen(false);
              setChanges(kind);
            }}
          >
            {t(`menu.${kind}`)}
          </Button>
        ))}
        <Button wide variant="quiet" icon={<LogOut />} onClick={() => void leave(() => client.identity.signOut({}))}>
          {t('signOut')}
        </Button>
      </PersonCard>
      <Suspense fallback={null}>
        {changes !== null && <OwnSecret kind={changes} onClose={() => setChanges(null)} />}
      </Suspense>
    </>
  );
}
