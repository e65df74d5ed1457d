import { PlugZap } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import { useAttempt } from '../../app/use-attempt.ts';
import { useSettings, useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Connection, ConnectionTest } from './ledger-item.ts';
import styles from './sync.module.css';
import { TestResult } from './test-result.tsx';

interface ConnectionDialogProps {
  readonly connection: Connection;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

const secure = 'https://';
/** Bytes in the unit of the field. */
const kilobyte = 1000;
const slowest = 2;
const fastest = 10_000_000;

/** Where results go and with which token; what was typed stays until the station has it. */
export function ConnectionDialog({ connection, onClose, onChanged }: ConnectionDialogProps) {
  const { t, i18n } = useTranslation('sync');
  const { client, notices } = useWorkspace();
  const station = useSettings(({ values }) => values.station);
  const [url, setUrl] = useState(connection.target?.url ?? '');
  const [token, setToken] = useState('');
  const [limit, setLimit] = useState(limitOf(connection));
  const [result, setResult] = useState<ConnectionTest | null>(null);
  const [leaving, setLeaving] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const attempt = useAttempt();
  const hasToken = connection.token === 'sealed' || connection.token === 'unsealed';
  const keepsToken = hasToken && connection.target !== null && isSameService(connection.target.url, url);
  const isWhole = isAddress(url) && (token.trim().length >= 8 || (token === '' && keepsToken));
  const asked = { url: url.trim(), token: token === '' ? null : token.trim() };
  const typed = <T,>(set: (value: T) => void) => {
    return (value: T) => {
      set(value);
      setResult(null);
      attempt.forget();
    };
  };

  const test = async () => {
    setResult(null);
    setResult(await attempt.make(() => client.sync.test(asked)));
  };
  const save = async () => {
    const bytesPerSecond = limit === null ? null : Math.round(limit * kilobyte);
    const target = { url: asked.url, bytesPerSecond };
    const done = await attempt.make(() => client.sync.configure({ target, token: asked.token }));
    if (done === null) return;
    notices.say({ id: 'sync.connection', tone: 'pass', title: t('connection.saved', { url: asked.url }) });
    onChanged();
  };
  const leave = async () => {
    const done = await attempt.make(() => client.sync.configure({ target: null, token: null }));
    if (done === null) return;
    notices.say({ id: 'sync.connection', tone: 'info', title: t('connection.left') });
    onChanged();
  };

  if (leaving)
    return (
      <FormDialog
        onClose={() => setLeaving(false)}
        title={t('connection.leave')}
        description={t('connection.leaveText')}
        closeLabel={t('app:cancel')}
        others={<Button onClick={() => setLeaving(false)}>{t('app:cancel')}</Button>}
        submit={t('connection.leaveConfirm')}
        variant="danger"
        disabled={attempt.busy}
        onSubmit={() => void leave()}
      >
        <AttemptFailure attempt={attempt} />
      </FormDialog>
    );
  return (
    <FormDialog
      onClose={onClose}
      title={t('connection.title')}
      description={t('connection.text')}
      closeLabel={t('app:cancel')}
      initialFocus={first}
      others={
        <>
          {connection.target !== null && (
            <Button variant="quiet" disabled={attempt.busy} onClick={() => setLeaving(true)}>
              {t('connection.leave')}
            </Button>
          )}
          <Button icon={<PlugZap />} disabled={!isWhole || attempt.busy} onClick={() => void test()}>
            {t('connection.test')}
          </Button>
        </>
      }
      submit={t(connection.target === null ? 'connection.connect' : 'connection.save')}
      disabled={!isWhole || attempt.busy}
      onSubmit={() => void save()}
    >
      <TextField
        label={t('connection.address')}
        inputRef={first}
        value={url}
        placeholder={secure}
        maxLength={500}
        onChange={typed(setUrl)}
        error={url !== '' && url !== secure && !isAddress(url) ? t('connection.addressWrong') : undefined}
      />
      <TextField
        label={t('connection.token')}
        type="password"
        value={token}
        maxLength={512}
        onChange={typed(setToken)}
        hint={keepsToken ? t('connection.tokenKept') : t('connection.tokenHint', { station })}
      />
      <NumberField
        label={t('connection.limit')}
        value={limit}
        onChange={typed(setLimit)}
        min={slowest}
        max={fastest}
        step={100}
        digits={0}
        locale={i18n.language}
        unit={t('connection.limitUnit')}
        hint={t('connection.limitHint')}
      />
      <div role="status">
        {attempt.busy && <p className={styles.quiet}>{t('connection.asking')}</p>}
        {result !== null && <TestResult result={result} />}
      </div>
      <AttemptFailure attempt={attempt} />
    </FormDialog>
  );
}

/** In the unit of the field; null: none. */
const limitOf = ({ target }: Connection): number | null =>
  target?.bytesPerSecond == null ? null : Math.round(target.bytesPerSecond / kilobyte);

function originOf(text: string): string | null {
  try {
    return new URL(text.trim()).origin;
  } catch {
    return null;
  }
}

/** Secrets go there: encrypted, or to this very computer. The station decides; the window only says it early. */
const isAddress = (text: string): boolean =>
  originOf(text) !== null && /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])([:/]|$))/.test(text.trim());

const isSameService = (one: string, other: string): boolean => originOf(one) === originOf(other);
