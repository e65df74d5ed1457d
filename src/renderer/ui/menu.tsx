import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Fragment, type ReactElement, type ReactNode } from 'react';
import { ariaKeys } from './button.tsx';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import styles from './popup.module.css';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly run: () => void;
  readonly icon?: ReactNode;
  readonly keys?: string | undefined;
  readonly disabled?: boolean;
}

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement<Record<string, unknown>>;
  /** Groups of items, a line between two of them. */
  readonly groups: readonly (readonly MenuItem[])[];
}

export const Menu = ({ trigger, groups }: MenuProps) => (
  <BaseMenu.Root>
    <BaseMenu.Trigger render={trigger} />
    <BaseMenu.Portal>
      <BaseMenu.Positioner sideOffset={4} align="end" className={styles.positioner}>
        <BaseMenu.Popup className={classNames(styles.popup, styles.list)}>
          {groups.map((items, place) => (
            <Fragment key={items.map(({ id }) => id).join()}>
              {place > 0 && <BaseMenu.Separator className={styles.separator} />}
              {items.map((item) => (
                <BaseMenu.Item
                  key={item.id}
                  className={styles.item}
                  disabled={item.disabled ?? false}
                  onClick={item.run}
                  aria-keyshortcuts={item.keys === undefined ? undefined : ariaKeys(item.keys)}
                >
                  {item.icon}
                  <span>{item.label}</span>
                  {item.keys !== undefined && <Kbd keys={item.keys} />}
                </BaseMenu.Item>
              ))}
            </Fragment>
          ))}
        </BaseMenu.Popup>
      </BaseMenu.Positioner>
    </BaseMenu.Portal>
  </BaseMenu.Root>
);
