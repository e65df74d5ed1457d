import { type FormEvent, type ReactNode, useId } from 'react';
import { Button, type ButtonProps } from './button.tsx';
import { Dialog, type DialogProps } from './dialog.tsx';
import styles from './form-dialog.module.css';

interface FormDialogProps extends Omit<DialogProps, 'open' | 'onOpenChange' | 'actions' | 'size'> {
  readonly onClose: () => void;
  /** What its main button says. */
  readonly submit: ReactNode;
  readonly variant?: Exclude<ButtonProps['variant'], 'plain' | 'quiet'>;
  /** Shown on the main button. */
  readonly keys?: string;
  /** Nothing can be sent: something is missing, or is on its way already. */
  readonly disabled: boolean;
  readonly onSubmit: () => void;
  /** Buttons before the main one. */
  readonly others?: ReactNode;
}

/** A dialog that is a form: Enter in its fields does what its main button does, and nothing while that is disabled. */
export function FormDialog(props: FormDialogProps) {
  const { onClose, submit, variant = 'primary', keys, disabled, onSubmit, others, children, ...dialog } = props;
  const form = useId();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!disabled) onSubmit();
  };
  return (
    <Dialog
      {...dialog}
      open
      onOpenChange={onClose}
      actions={
        <>
          {others}
          <Button type="submit" form={form} variant={variant} keys={keys} disabled={disabled} focusableWhenDisabled>
            {submit}
          </Button>
        </>
      }
    >
      {/* Fields say themselves what is wrong, in the window's language. */}
      <form id={form} className={styles.form} noValidate onSubmit={send}>
        {children}
      </form>
    </Dialog>
  );
}
