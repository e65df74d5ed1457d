import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './recovery-code.module.css';

/** Shown this once: without it, and without a second administrator, a forgotten password locks the station for good. */
export function RecoveryCode({ code }: { readonly code: string }) {
  const { t } = useTranslation('identity');
  const { notices } = useWorkspace();
  const noted = useSession((state) => state.recoveryCodeNoted);
  const [confirmed, confirm] = useState(false);
  const shown = useRef<HTMLOutputElement>(null);
  const copy = () => {
    const copied = shown.current !== null && copySelected(shown.current);
    notices.say({
      id: 'identity.copied',
      tone: copied ? 'pass' : 'info',
      title: t(copied ? 'recoveryCopied' : 'recoveryNotCopied'),
    });
  };
  return (
    <Dialog
      open
      // It goes by its button alone: it is never shown again.
      onOpenChange={() => {}}
      title={t('recoveryTitle')}
      description={t('recoveryWhy')}
      actions={
        <Button variant="primary" disabled={!confirmed} focusableWhenDisabled onClick={noted}>
          {t('recoveryDone')}
        </Button>
      }
    >
      <div className={styles.body}>
        <output ref={shown} className={styles.code} data-selectable="">
          {code}
        </output>
        <div className={styles.ways}>
          <Button onClick={() => window.print()}>{t('recoveryPrint')}</Button>
          <Button onClick={copy}>{t('recoveryCopy')}</Button>
        </div>
        <label className={styles.confirm}>
          <input type="checkbox" checked={confirmed} onChange={(event) => confirm(event.target.checked)} />
          <span>{t('recoveryNoted')}</span>
        </label>
      </div>
    </Dialog>
  );
}

/** The page has no permission for the clipboard, and copying what is selected needs none. */
function copySelected(element: HTMLElement): boolean {
  const selection = window.getSelection();
  selection?.selectAllChildren(element);
  return document.execCommand('copy');
}
