import { Field } from '@base-ui/react/field';
import type { ReactNode, Ref } from 'react';
import { ariaKeys } from './button.tsx';
import styles from './field.module.css';
import { Kbd } from './kbd.tsx';

export interface TextFieldProps {
  readonly label: string;
  /** The label is read out, not shown. */
  readonly hideLabel?: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  /** What is wrong with the value. */
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly type?: 'text' | 'search' | 'number' | 'date' | 'time' | 'password';
  /** What a password store may fill in here; nothing by default. */
  readonly autoComplete?: 'username' | 'current-password' | 'new-password' | 'one-time-code';
  /** Which keys a touch screen offers. */
  readonly inputMode?: 'numeric';
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly maxLength?: number;
  /** Several lines. */
  readonly multiline?: boolean;
  readonly disabled?: boolean;
  readonly icon?: ReactNode;
  /** Key that brings the focus here. */
  readonly keys?: string | undefined;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly onKeyDown?: (event: React.KeyboardEvent) => void;
  readonly onBlur?: () => void;
}

export function TextField(props: TextFieldProps) {
  const { label, hideLabel, value, onChange, hint, error, multiline, icon, keys, inputRef, disabled, ...rest } = props;
  return (
    <Field.Root className={styles.field} invalid={error !== undefined} disabled={disabled ?? false}>
      <Field.Label className={hideLabel ? 'visually-hidden' : styles.label}>{label}</Field.Label>
      <span className={styles.wrap}>
        {icon}
        <Field.Control
          autoComplete="off"
          {...rest}
          {...(inputRef ? { ref: inputRef } : {})}
          {...(multiline ? { render: <textarea rows={3} /> } : {})}
          aria-keyshortcuts={keys === undefined ? undefined : ariaKeys(keys)}
          className={styles.control}
          value={value}
          onValueChange={onChange}
          spellCheck={false}
        />
        {keys !== undefined && <Kbd keys={keys} />}
      </span>
      {hint !== undefined && <Field.Description className={styles.hint}>{hint}</Field.Description>}
      {error !== undefined && (
        <Field.Error className={styles.error} match>
          {error}
        </Field.Error>
      )}
    </Field.Root>
  );
}
