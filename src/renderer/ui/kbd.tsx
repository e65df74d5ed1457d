import { Fragment } from 'react';
import styles from './kbd.module.css';

/** A key to press, `Ctrl+Shift+Z` as its parts. Said to screen readers by `aria-keyshortcuts` of the button it stands in. */
export const Kbd = ({ keys }: { readonly keys: string }) => (
  <span className={styles.keys} data-keys="" aria-hidden="true">
    {keyParts(keys).map((key, place) => (
      <Fragment key={key}>
        {place > 0 && ' '}
        <kbd>{shown[key] ?? (key.length === 1 ? key.toUpperCase() : key)}</kbd>
      </Fragment>
    ))}
  </span>
);

const keyParts = (keys: string): string[] => keys.split(/\+(?=.)/);

/** The same for a name that is read out: `Ctrl Shift z`, in the order in which it is shown. */
export const keyWords = (keys: string): string => keyParts(keys).join(' ');

const shown: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
  ' ': '␣',
};
