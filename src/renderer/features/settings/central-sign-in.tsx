import { useTranslation } from 'react-i18next';
import { useDenial } from '../../app/use-permission.ts';
import { useSession, useSettings } from '../../app/workspace-context.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import styles from './central.module.css';
import { NotAllowed } from './not-allowed.tsx';
import { useSave } from './use-save.ts';

/** Days for which a station does without the centre. */
const offered = [0, 1, 3, 7, 14, 30, 90];
const usualDays = 7;

interface CentralSignInProps {
  /** Address of the service that results go to; null where there is none. */
  readonly url: string | null;
}

/** Whether people sign in with the password that they have at the centre, and for how long without it. */
export function CentralSignIn({ url }: CentralSignInProps) {
  const { t } = useTranslation('central');
  const signIn = useSettings(({ values }) => values.centralSignIn);
  const isOpen = useSession(({ session }) => session === null || session.state === 'open');
  const denied = useDenial('user.manage');
  const save = useSave();
  const keep = (next: typeof signIn) => void save(t('signIn'), { centralSignIn: next });
  const days = signIn?.graceDays ?? usualDays;
  const known = offered.includes(days) ? offered : [...offered, days].toSorted((a, b) => a - b);
  return (
    <section className={styles.block} aria-labelledby="central-sign-in">
      <h3 id="central-sign-in">{t('signIn')}</h3>
      {denied !== null ? (
        <NotAllowed denied={denied} />
      ) : (
        <>
          <Switch
            label={t('signInSwitch')}
            hint={t(url === null && signIn === null ? 'signInNeedsAddress' : 'signInHint')}
            checked={signIn !== null}
            disabled={url === null && signIn === null}
            onChange={(on) => keep(on && url !== null ? { url, graceDays: usualDays } : null)}
          />
          {signIn !== null && (
            <>
              {signIn.url !== url && <p className={styles.warning}>{t('otherAddress', { url: signIn.url })}</p>}
              <Select
                label={t('grace')}
                value={String(days)}
                onChange={(next) => keep({ ...signIn, graceDays: Number(next) })}
                options={known.map((count) => ({
                  value: String(count),
                  label: count === 0 ? t('graceNone') : t('graceDays', { count }),
                }))}
              />
              <p className={styles.quiet}>{t('graceHint')}</p>
              {isOpen && <p className={styles.warning}>{t('noPeople')}</p>}
            </>
          )}
        </>
      )}
    </section>
  );
}
