import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/client.ts';
import { failureText } from '../../app/failure-text.ts';
import { useDenial } from '../../app/use-permission.ts';
import { useNavigation, useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { Details, DetailsActions } from '../../ui/list-with-details.tsx';
import { RawRecord } from '../../ui/raw-record.tsx';
import { SecondLine } from '../../ui/second-line.tsx';
import { ItemState } from './item-state.tsx';
import { boardWords, kindWords, tryWords } from './item-words.ts';
import type { LedgerItem } from './ledger-item.ts';
import { SkipDialog } from './skip-dialog.tsx';
import styles from './sync.module.css';
import { saidIn } from './sync-words.ts';
import { useNow } from './use-now.ts';

interface ItemDetailsProps {
  readonly item: LedgerItem;
  readonly onClose: () => void;
  /** It is another one now. */
  readonly onChanged: () => void;
}

/** All that is known of an item, and what a person may do about it. */
export function ItemDetails({ item, onClose, onChanged }: ItemDetailsProps) {
  const { t, i18n } = useTranslation('sync');
  const { client, notices, sayFailure } = useWorkspace();
  const go = useNavigation((navigation) => navigation.go);
  const denied = useDenial('setting.change');
  const [busy, setBusy] = useState(false);
  const [skipping, setSkipping] = useState(false);
  const now = useNow(item.nextTryAt !== null && item.nextTryAt > Date.now());
  const moment = (time: string) =>
    new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(time));
  const { state, error, receipt, board } = item;
  const failure = error && failureText(t, { code: error.code, message: error.words });
  const said = error && saidIn(error.words);
  const tries = tryWords(t, item, now);

  const retry = async () => {
    setBusy(true);
    const reply = await ask(() => client.sync.retry({ id: item.id }));
    setBusy(false);
    if (!reply.ok) return sayFailure(reply.error);
    notices.say({ id: 'sync.item', tone: 'pass', title: t('retried', { board: boardWords(t, item) }) });
    onChanged();
  };

  return (
    <Details label={t('details.title')} title={boardWords(t, item)} closeLabel={t('app:close')} onClose={onClose}>
      <p className={styles.detailsState}>
        <ItemState state={state} /> <span className={styles.quiet}>{kindWords(t, item)}</span>
      </p>
      {state === 'set_aside' && <p>{t('details.setAside')}</p>}
      {failure && (
        <section className={styles.failure}>
          <strong>{failure.title}</strong>
          {said !== null && (
            <p>
              <SecondLine>{t('details.said')}</SecondLine>
              <span data-selectable="">{said}</span>
            </p>
          )}
          <p>{[failure.kept, failure.next].filter((part) => part !== undefined).join(' ')}</p>
          <code data-selectable="">{error?.code}</code>
        </section>
      )}
      {state !== 'sent' && (
        <DetailsActions>
          <Button
            variant={state === 'set_aside' ? 'primary' : 'plain'}
            icon={<RotateCcw />}
            disabled={busy || denied !== null}
            focusableWhenDisabled
            title={denied ?? undefined}
            onClick={() => void retry()}
          >
            {t(state === 'skipped' ? 'sendAfterAll' : 'retry')}
          </Button>
          {state !== 'skipped' && (
            <Button
              disabled={busy || denied !== null}
              focusableWhenDisabled
              title={denied ?? undefined}
              onClick={() => setSkipping(true)}
            >
              {t('skip.action')}
            </Button>
          )}
        </DetailsActions>
      )}
      <Facts>
        {item.skippedBecause !== null && <Fact name={t('details.reason')}>{item.skippedBecause}</Fact>}
        {tries !== '' && <Fact name={t('details.tries')}>{tries}</Fact>}
        <Fact name={t('details.created')}>{moment(item.createdAt)}</Fact>
        {item.settledAt !== null && <Fact name={t(`details.settled.${state}`)}>{moment(item.settledAt)}</Fact>}
        {board?.serial != null && <Fact name={t('details.serial')}>{board.serial}</Fact>}
        {board?.part != null && <Fact name={t('details.part')}>{board.part}</Fact>}
        {board?.lot != null && <Fact name={t('details.lot')}>{board.lot}</Fact>}
        <Fact name={t('details.id')}>{item.id}</Fact>
      </Facts>
      {receipt !== null && (
        <section className={styles.receipt}>
          <h3>{t('details.receipt')}</h3>
          <p className={styles.quiet}>{t('details.receiptText')}</p>
          <RawRecord record={receipt} wraps />
        </section>
      )}
      <DetailsActions>
        {board !== null && (
          <>
            <Button onClick={() => go('review', { inspectionId: board.inspectionId })}>{t('details.openBoard')}</Button>
            <Button onClick={() => go('audit', { story: board.inspectionId })}>{t('details.story')}</Button>
          </>
        )}
      </DetailsActions>
      {skipping && (
        <SkipDialog
          item={item}
          onClose={() => setSkipping(false)}
          onSkipped={() => {
            setSkipping(false);
            onChanged();
          }}
        />
      )}
    </Details>
  );
}
