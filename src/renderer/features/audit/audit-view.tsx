import { Download, ScrollText, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/client.ts';
import { FailureState } from '../../app/failure-state.tsx';
import type { LogPlace } from '../../app/navigation.ts';
import { useLogRuns, useNavigation, useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ListWithDetails } from '../../ui/list-with-details.tsx';
import { Page } from '../../ui/page.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { BundleCheck } from './bundle-check.tsx';
import { EntryDetails } from './entry-details.tsx';
import { EntryList } from './entry-list.tsx';
import type { AuditEntry } from './entry-words.ts';
import { isNarrowed } from './log-filter.ts';
import { LogFilterBar } from './log-filter-bar.tsx';
import { LogState } from './log-state.tsx';
import { StoryHeader } from './story-header.tsx';
import { useLogPages } from './use-log-pages.ts';
import { VerificationResult } from './verification-result.tsx';

const everything: LogPlace = {};

/** The station's log, newest first; or everything that happened to one thing, from its beginning. */
export function AuditView() {
  const { t } = useTranslation('audit');
  const { client } = useWorkspace();
  const go = useNavigation((navigation) => navigation.go);
  const place = useNavigation(({ place }) => (place.view === 'audit' ? place.params : everything));
  const [opened, open] = useState<AuditEntry | null>(null);
  const runs = useLogRuns((state) => state);
  const pages = useLogPages(place);
  const narrowed = isNarrowed(place);

  const showEntry = async (index: number) => {
    const reply = await ask(() => client.audit.page({ before: index + 1, limit: 1 }));
    open((reply.ok ? reply.value.entries[0] : undefined) ?? null);
  };

  return (
    <Page
      title={t('title')}
      text={t('text')}
      controls={
        <>
          <BundleCheck />
          {runs.exporting ? (
            <Button onClick={() => void runs.stopExport()}>{t('export.stop')}</Button>
          ) : (
            <Button icon={<Download />} onClick={() => void runs.write()}>
              {t('export.action')}
            </Button>
          )}
          {runs.verifying ? (
            <Button onClick={() => void runs.stopVerification()}>{t('verify.stop')}</Button>
          ) : (
            <Button variant="primary" icon={<ShieldCheck />} onClick={() => void runs.verify()}>
              {t('verify.action')}
            </Button>
          )}
        </>
      }
    >
      <LogState />
      {runs.verifying && <Progress label={t('verify.busy')} value={runs.verified} />}
      {runs.exporting && <Progress label={t('export.busy')} value={runs.exported} />}
      {runs.report && (
        <VerificationResult report={runs.report} onShow={(index) => void showEntry(index)} onDismiss={runs.dismiss} />
      )}
      {place.story === undefined ? (
        <LogFilterBar place={place} onChange={(next) => go('audit', next)} />
      ) : (
        <StoryHeader objectId={place.story} entries={pages.rows} />
      )}
      <ListWithDetails
        list={
          pages.rows.length > 0 ? (
            <EntryList pages={pages} opened={opened?.seq ?? null} onOpen={open} />
          ) : pages.error ? (
            <FailureState error={pages.error} retry={pages.reload} />
          ) : !pages.complete ? (
            <Skeleton label={t('loading')} rows={8} />
          ) : narrowed ? (
            <EmptyState icon={<ScrollText />} title={t('empty.filteredTitle')} text={t('empty.filteredText')}>
              <Button onClick={() => go('audit', {})}>{t('filter.clear')}</Button>
            </EmptyState>
          ) : (
            <EmptyState icon={<ScrollText />} title={t('empty.title')} text={t('empty.text')} />
          )
        }
        details={opened && <EntryDetails key={opened.seq} entry={opened} onClose={() => open(null)} />}
      />
    </Page>
  );
}
