import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/client.ts';
import { useDenial } from '../../app/use-permission.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './sync.module.css';

interface NeedsYouProps {
  readonly count: number;
  /** Nothing else waits. */
  readonly isAll: boolean;
  /** Whether the list shows them already. */
  readonly shown: boolean;
  readonly onShow: () => void;
  readonly onRetried: () => void;
}

/** Items that were refused again and again: they hold up nothing, and wait for a person. */
export function NeedsYou({ count, isAll, shown, onShow, onRetried }: NeedsYouProps) {
  const { t } = useTranslation('sync');
  const { client, notices, sayFailure } = useWorkspace();
  const denied = useDenial('setting.change');
  const [busy, setBusy] = useState(false);
  const retryAll = async () => {
    setBusy(true);
    const reply = await ask(() => client.sync.retryAll({}));
    setBusy(false);
    if (!reply.ok) return sayFailure(reply.error);
    notices.say({ id: 'sync.item', tone: 'pass', title: t('retriedAll', { count: reply.value.count }) });
    onRetried();
  };
  return (
    <div className={styles.needsYou}>
      <TriangleAlert aria-hidden="true" />
      <p role="status">
        <strong>{t('needsYou', { count })}</strong> {isAll && t('headline.rest')} {t('needsYouText', { count })}
      </p>
      {!shown && <Button onClick={onShow}>{t('show')}</Button>}
      <Button
        disabled={busy || denied !== null}
        focusableWhenDisabled
        title={denied ?? undefined}
        onClick={() => void retryAll()}
      >
        {t('retryAll')}
      </Button>
    </div>
  );
}
