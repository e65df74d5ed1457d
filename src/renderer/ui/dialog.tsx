import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: string;
  /** Name of the button that closes it without doing anything; absent where one of its actions must be chosen. */
  readonly closeLabel?: string;
  readonly children?: ReactNode;
  /** Buttons at the end; the main one last. */
  readonly actions?: ReactNode;
  readonly size?: 'normal' | 'wide';
  /** What has the focus when it opens; the first control otherwise. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
}

export function Dialog(props: DialogProps) {
  const {
    open,
    onOpenChange,
    title,
    description,
    closeLabel,
    children,
    actions,
    size = 'normal',
    initialFocus,
  } = props;
  const opener = useOpener(open);
  const popup = useRef<HTMLDivElement>(null);
  // At once, not when the dialog has faded: the next key is meant for what lies behind it.
  useLayoutEffect(() => {
    if (!open) releaseFocus(popup.current, opener);
  }, [open, opener]);
  return (
    <BaseDialog.Root
      open={open}
      onOpenChange={(next) => {
        // Behind the entrance Escape and clicks mean the entrance.
        if (document.documentElement.dataset.entrance === undefined) onOpenChange(next);
      }}
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={styles.backdrop} />
        <BaseDialog.Popup
          ref={popup}
          className={classNames(styles.dialog, styles[size])}
          // Where it is taken away without being closed first; else the focus may be somewhere else by now.
          finalFocus={() => (hasFocus(popup.current) ? focusAfter(opener) : false)}
          {...(initialFocus ? { initialFocus } : {})}
        >
          <header className={styles.header}>
            <BaseDialog.Title className={styles.title}>{title}</BaseDialog.Title>
            {closeLabel !== undefined && (
              <BaseDialog.Close className={styles.close} aria-label={closeLabel}>
                <X aria-hidden="true" />
              </BaseDialog.Close>
            )}
          </header>
          {description !== undefined && (
            <BaseDialog.Description className={styles.description}>{description}</BaseDialog.Description>
          )}
          <div className={styles.body}>{children}</div>
          {actions !== undefined && <footer className={styles.actions}>{actions}</footer>}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** What had the focus when it was opened. */
function useOpener(open: boolean): Element | null {
  const [seen, see] = useState<{ readonly open: boolean; readonly opener: Element | null }>({
    open: false,
    opener: null,
  });
  if (seen.open !== open) see({ open, opener: open ? document.activeElement : seen.opener });
  return seen.opener;
}

/** Back to what opened it; opened by a key of the window, nothing has the focus afterwards and keys are the window's again. */
const focusAfter = (opener: Element | null): HTMLElement | false =>
  opener instanceof HTMLElement && opener !== document.body && opener.isConnected ? opener : false;

const hasFocus = (popup: HTMLElement | null): boolean => popup?.contains(document.activeElement) ?? false;

function releaseFocus(popup: HTMLElement | null, opener: Element | null): void {
  if (!hasFocus(popup)) return;
  const next = focusAfter(opener);
  if (next !== false) next.focus({ preventScroll: true });
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
