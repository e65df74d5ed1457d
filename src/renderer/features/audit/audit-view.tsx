import { ScrollText, ShieldCheck } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/client.ts';
import { FailureState } from '../../app/failure-state.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { useNavigation, useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useKeysetPages } from '../../ui/keyset-pages.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './audit.module.css';
import { EntryDetails } from './entry-details.tsx';
import { EntryList } from './entry-list.tsx';
import { actionName } from './entry-sentence.ts';
import type { AuditEntry } from './entry-words.ts';
import { LogState } from './log-state.tsx';
import { useLogVerification } from './use-log-verification.ts';
import { VerificationResult } from './verification-result.tsx';

const pageSize = 200;

/** The station's log, newest first. */
export function AuditView() {
  const { t } = useTranslation('audit');
  const { client } = useWorkspace();
  const go = useNavigation((navigation) => navigation.go);
  const objectId = useNavigation(({ place }) => (place.view === 'audit' ? place.params.objectId : undefined)) ?? '';
  const [action, setAction] = useState('');
  const [opened, open] = useState<AuditEntry | null>(null);
  const verification = useLogVerification();
  const actions = useAnswer('audit.actions', () => client.audit.actions({})).value ?? [];

  const load = useCallback(
    async (before: number | null) => {
      const narrowed = { ...(action === '' ? {} : { action }), ...(objectId === '' ? {} : { objectId }) };
      const reply = await ask(() => client.audit.page({ before, ...narrowed, limit: pageSize }));
      return reply.ok ? { ok: true as const, value: { rows: reply.value.entries, next: reply.value.next } } : reply;
    },
    [client, action, objectId],
  );
  const pages = useKeysetPages<AuditEntry, number>(load);
  const narrowed = action !== '' || objectId !== '';
  const clear = () => {
    setAction('');
    go('audit', {});
  };

  const showEntry = async (index: number) => {
    const reply = await ask(() => client.audit.page({ before: index + 1, limit: 1 }));
    open((reply.ok ? reply.value.entries[0] : undefined) ?? null);
  };

  return (
    <section className={styles.view} aria-label={t('title')}>
      <PageHeader title={t('title')} text={t('text')}>
        {verification.busy ? (
          <Button onClick={() => void verification.stop()}>{t('verify.stop')}</Button>
        ) : (
          <Button variant="primary" icon={<ShieldCheck />} onClick={() => void verification.verify()}>
            {t('verify.action')}
          </Button>
        )}
      </PageHeader>
      <LogState />
      {verification.busy && <Progress label={t('verify.busy')} value={verification.share} />}
      {verification.report && (
        <VerificationResult
          report={verification.report}
          onShow={(index) => void showEntry(index)}
          onDismiss={verification.dismiss}
        />
      )}
      <search className={styles.filter} aria-label={t('filter.label')}>
        <Select
          label={t('filter.action')}
          value={action}
          onChange={setAction}
          options={[
            { value: '', label: t('filter.all') },
            ...actions.map((known) => ({ value: known, label: actionName(t, known) })),
          ]}
        />
        <TextField
          label={t('filter.object')}
          value={objectId}
          maxLength={200}
          onChange={(id) => go('audit', id === '' ? {} : { objectId: id })}
        />
        {narrowed && (
          <Button variant="quiet" onClick={clear}>
            {t('filter.clear')}
          </Button>
        )}
      </search>
      <div className={styles.body}>
        <div className={styles.list}>
          {pages.rows.length > 0 ? (
            <EntryList pages={pages} opened={opened?.seq ?? null} onOpen={open} />
          ) : pages.error ? (
            <FailureState error={pages.error} retry={pages.reload} />
          ) : pages.busy ? (
            <Skeleton label={t('loading')} rows={8} />
          ) : narrowed ? (
            <EmptyState icon={<ScrollText />} title={t('empty.filteredTitle')} text={t('empty.filteredText')}>
              <Button onClick={clear}>{t('filter.clear')}</Button>
            </EmptyState>
          ) : (
            <EmptyState icon={<ScrollText />} title={t('empty.title')} text={t('empty.text')} />
          )}
        </div>
        {opened && <EntryDetails entry={opened} onClose={() => open(null)} />}
      </div>
    </section>
  );
}
