import styles from './kbd.module.css';

/** A key to press, `Ctrl+Shift+Z` as its parts. Said to screen readers by `aria-keyshortcuts` of the button it stands in. */
export const Kbd = ({ keys }: { readonly keys: string }) => (
  <span className={styles.keys} data-keys="" aria-hidden="true">
    {keys.split(/\+(?=.)/).map((key) => (
      <kbd key={key}>{shown[key] ?? (key.length === 1 ? key.toUpperCase() : key)}</kbd>
    ))}
  </span>
);

const shown: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
  ' ': '␣',
};
