import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/client.ts';
import { isShut } from '../../app/session-store.ts';
import { useSession, useWorkspace } from '../../app/workspace-context.tsx';
import styles from './handed-over.module.css';

/**
 * Says how many files wait until somebody comes who may import them, and takes those that are dropped meanwhile. It
 * stands above the entrance too: whoever handed them over sees that nothing is lost.
 */
export function HandedOver() {
  const { t } = useTranslation('imports');
  const { client, notices, sayFailure } = useWorkspace();
  const shut = useSession(({ session }) => isShut(session));
  const [waiting, setWaiting] = useState(0);
  const before = useRef(0);

  useEffect(() => {
    const told = (count: number): void => {
      if (count === 0 && before.current > 0)
        notices.say({ id: 'handed-over', tone: 'info', title: t('handedOver.begun', { count: before.current }) });
      before.current = count;
      setWaiting(count);
    };
    const stop = client.imports.handOverChanged((change) => told(change.waiting));
    void ask(() => client.imports.handedOver({})).then((reply) => {
      if (reply.ok) told(reply.value.waiting);
    });
    return stop;
  }, [client, notices, t]);

  useEffect(() => {
    if (!shut) return;
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      const paths = [...(event.dataTransfer?.files ?? [])].map((file) => client.files.pathOf(file)).filter(Boolean);
      if (paths.length === 0) return;
      // What lies behind the entrance must not take them: nobody is there who may.
      event.preventDefault();
      event.stopPropagation();
      void ask(() => client.imports.handOver({ paths })).then((reply) => {
        if (!reply.ok) sayFailure(reply.error);
      });
    };
    const options = { capture: true };
    window.addEventListener('dragover', over, options);
    window.addEventListener('drop', drop, options);
    return () => {
      window.removeEventListener('dragover', over, options);
      window.removeEventListener('drop', drop, options);
    };
  }, [client, sayFailure, shut]);

  if (waiting === 0) return null;
  // Beside the entrance in the page: what is beside it without its mark cannot be seen.
  return createPortal(
    <p className={styles.waiting} role="status" data-entrance="">
      {t('handedOver.waiting', { count: waiting })}
    </p>,
    document.body,
  );
}
