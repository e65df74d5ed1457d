import { Cable, CloudUpload, Pause, Play, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, type Reply } from '../../app/client.ts';
import { FailureState } from '../../app/failure-state.tsx';
import type { SyncPlace } from '../../app/navigation.ts';
import { useDenial } from '../../app/use-permission.ts';
import { useNavigation, useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ListWithDetails } from '../../ui/list-with-details.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ConnectionDialog } from './connection-dialog.tsx';
import { ConnectionFacts } from './connection-facts.tsx';
import { ItemDetails } from './item-details.tsx';
import { LedgerFilter } from './ledger-filter.tsx';
import type { LedgerItem } from './ledger-item.ts';
import { LedgerList } from './ledger-list.tsx';
import { NeedsYou } from './needs-you.tsx';
import { SyncSummary } from './sync-summary.tsx';
import { headlineOf } from './sync-words.ts';
import { useConnection } from './use-connection.ts';
import { useLedger } from './use-ledger.ts';
import { useSyncState } from './use-sync-state.ts';

const everything: SyncPlace = {};

/** Sending to the central service: how it stands, and every item with what became of it. */
export function SyncView() {
  const { t } = useTranslation('sync');
  const { client, sayFailure } = useWorkspace();
  const go = useNavigation((navigation) => navigation.go);
  const place = useNavigation(({ place }) => (place.view === 'sync' ? place.params : everything));
  const denied = useDenial('setting.change');
  const { state, failure, news } = useSyncState();
  const ledger = useLedger(place, news);
  const [opened, open] = useState<LedgerItem | null>(null);
  const [connecting, setConnecting] = useState(false);
  const [busy, setBusy] = useState(false);
  const { connection, look: lookAtConnection } = useConnection(news);

  const perform = async (question: () => Promise<Reply<unknown>>) => {
    setBusy(true);
    const reply = await ask(question);
    setBusy(false);
    if (!reply.ok) sayFailure(reply.error);
    ledger.look();
  };
  const item = opened && (ledger.rows.find(({ id }) => id === opened.id) ?? opened);
  const narrowed = place.state !== undefined || place.search !== undefined;
  const isOn = state !== null && state.state !== 'off';
  const guarded = { disabled: busy || denied !== null, focusableWhenDisabled: true, title: denied ?? undefined };

  if (state === null) {
    return (
      <Page title={t('title')}>
        {failure === null ? <Skeleton label={t('loading')} rows={8} /> : <FailureState error={failure} />}
      </Page>
    );
  }
  const controls = (
    <>
      {isOn && state.state !== 'paused' && state.counts.pending > 0 && (
        <Button icon={<RotateCcw />} {...guarded} onClick={() => void perform(() => client.sync.hurry({}))}>
          {t('hurry')}
        </Button>
      )}
      {state.state === 'paused' ? (
        <Button
          variant="primary"
          icon={<Play />}
          {...guarded}
          onClick={() => void perform(() => client.sync.pause({ paused: false }))}
        >
          {t('resume')}
        </Button>
      ) : (
        isOn && (
          <Button icon={<Pause />} {...guarded} onClick={() => void perform(() => client.sync.pause({ paused: true }))}>
            {t('pause')}
          </Button>
        )
      )}
      <Button
        variant={connection?.target === null ? 'primary' : 'plain'}
        icon={<Cable />}
        {...guarded}
        disabled={denied !== null || connection === null}
        onClick={() => setConnecting(true)}
      >
        {t('connection.open')}
      </Button>
    </>
  );
  return (
    <Page title={t('title')} text={t('intro')} controls={controls}>
      {headlineOf(state).key !== 'rest' && <SyncSummary state={state} connection={connection} />}
      {state.counts.setAside > 0 && (
        <NeedsYou
          count={state.counts.setAside}
          isAll={headlineOf(state).key === 'rest'}
          shown={place.state === 'set_aside'}
          onShow={() => go('sync', { state: 'set_aside' })}
          onRetried={ledger.look}
        />
      )}
      {connection !== null && <ConnectionFacts state={state} connection={connection} />}
      <LedgerFilter place={place} counts={state.counts} onChange={(next) => go('sync', next)} />
      <ListWithDetails
        list={
          ledger.rows.length > 0 ? (
            <LedgerList ledger={ledger} opened={item?.id ?? null} onOpen={open} />
          ) : ledger.error ? (
            <FailureState error={ledger.error} retry={ledger.reload} />
          ) : !ledger.complete ? (
            <Skeleton label={t('loading')} rows={8} />
          ) : narrowed ? (
            <EmptyState
              icon={<CloudUpload />}
              title={t(place.state === 'set_aside' && !place.search ? 'empty.noneSetAside' : 'empty.filteredTitle')}
            >
              <Button onClick={() => go('sync', {})}>{t('filter.clear')}</Button>
            </EmptyState>
          ) : (
            <EmptyState icon={<CloudUpload />} title={t('empty.title')} text={t('empty.text')} />
          )
        }
        details={
          item && (
            <ItemDetails
              key={item.id}
              item={item}
              onClose={() => open(null)}
              onChanged={() => {
                open(null);
                ledger.look();
              }}
            />
          )
        }
      />
      {connecting && connection !== null && (
        <ConnectionDialog
          connection={connection}
          onClose={() => setConnecting(false)}
          onChanged={() => {
            setConnecting(false);
            lookAtConnection();
            ledger.look();
          }}
        />
      )}
    </Page>
  );
}
