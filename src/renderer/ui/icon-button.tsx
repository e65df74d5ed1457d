import { Button as BaseButton } from '@base-ui/react/button';
import type { ReactNode } from 'react';
import { ariaKeys } from './button.tsx';
import styles from './icon-button.module.css';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends Omit<BaseButton.Props, 'className' | 'style' | 'children'> {
  /** Its name, for screen readers and as its tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly keys?: string | undefined;
  readonly pressed?: boolean;
}

export function IconButton({ label, icon, keys, pressed, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys}>
      <BaseButton
        {...rest}
        aria-label={label}
        aria-keyshortcuts={keys === undefined ? undefined : ariaKeys(keys)}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        className={styles.iconButton}
      >
        {icon}
      </BaseButton>
    </Tooltip>
  );
}
