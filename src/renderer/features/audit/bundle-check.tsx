import { PackageCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, ask, type StationClient } from '../../app/client.ts';
import { failureText } from '../../app/failure-text.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import styles from './audit.module.css';

type Bundle = NonNullable<Answer<StationClient['evidence']['verify']>>;

/** Checks an evidence bundle, of this or of any other station, and says what holds of it. */
export function BundleCheck() {
  const { t } = useTranslation('audit');
  const { client, sayFailure } = useWorkspace();
  const [busy, setBusy] = useState(false);
  const [bundle, setBundle] = useState<Bundle | null>(null);
  const check = async () => {
    setBusy(true);
    const reply = await ask(() => client.evidence.verify({}));
    setBusy(false);
    if (!reply.ok) return sayFailure(reply.error);
    setBundle(reply.value);
  };
  return (
    <>
      <Button icon={<PackageCheck />} disabled={busy} onClick={() => void check()}>
        {t(busy ? 'bundle.busy' : 'bundle.check')}
      </Button>
      {bundle !== null && <BundleReport bundle={bundle} onClose={() => setBundle(null)} />}
    </>
  );
}

interface BundleReportProps {
  readonly bundle: Bundle;
  readonly onClose: () => void;
}

function BundleReport({ bundle: { path, problems, facts, ownKey }, onClose }: BundleReportProps) {
  const { t, i18n } = useTranslation('audit');
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  const holds = problems.length === 0;
  const when = (text: string) => (Number.isNaN(Date.parse(text)) ? text : time.format(new Date(text)));
  const signed = facts?.signedOff;
  const rows =
    facts === null
      ? []
      : [
          ['board', [facts.serial, facts.part, facts.lot].filter(Boolean).join(' · ')],
          ['verdict', t(`word.${facts.verdict}`, { defaultValue: facts.verdict })],
          [
            'signedOff',
            signed ? t('bundle.signedBy', { who: signed.by, time: when(signed.time) }) : t('bundle.notSigned'),
          ],
          ['station', facts.station],
          ['made', when(facts.made)],
          ['entries', String(facts.entries)],
          ['key', facts.key ?? ''],
        ].filter(([, word]) => word !== '');
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="wide"
      title={t(holds ? 'bundle.holds' : 'bundle.broken')}
      description={t(holds ? (ownKey ? 'bundle.ownKey' : 'bundle.otherKey') : 'bundle.brokenText')}
      closeLabel={t('app:close')}
    >
      <div className={styles.bundle}>
        {!holds && (
          <ul className={styles.rollbacks}>
            {problems.map((problem) => (
              <li key={`${problem.code} ${problem.path}`}>
                {failureText(t, problem).title} <code data-selectable="">{problem.path}</code>
              </li>
            ))}
          </ul>
        )}
        <Facts>
          {rows.map(([name, word]) => (
            <Fact key={name} name={t(`bundle.${name}`)}>
              {word}
            </Fact>
          ))}
          <Fact name={t('proof.file')}>{path}</Fact>
        </Facts>
      </div>
    </Dialog>
  );
}
