import { Button as BaseButton } from '@base-ui/react/button';
import type { ReactNode } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';

export interface ButtonProps extends Omit<BaseButton.Props, 'className' | 'style'> {
  /** `primary`: the one thing to do next; `quiet`: no frame until hovered. */
  readonly variant?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly icon?: ReactNode;
  /** Key that does the same, shown at the end and told to screen readers. */
  readonly keys?: string | undefined;
  /** Fills the width that it has, text at the start and key at the end. */
  readonly wide?: boolean;
  readonly pressed?: boolean;
}

export function Button({ variant = 'plain', icon, keys, wide, pressed, children, ...rest }: ButtonProps) {
  return (
    <BaseButton
      {...rest}
      aria-keyshortcuts={keys === undefined ? undefined : ariaKeys(keys)}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      className={classNames(styles.button, styles[variant], wide && styles.wide)}
    >
      {icon}
      <span className={styles.label}>{children}</span>
      {keys !== undefined && <Kbd keys={keys} />}
    </BaseButton>
  );
}

/** ARIA's spelling of a key: `Control+Z` for `Ctrl+z`. */
export const ariaKeys = (keys: string): string => keys.replace(/Ctrl\+/g, 'Control+');
