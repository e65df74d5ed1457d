import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './icon-button.tsx';
import styles from './list-with-details.module.css';

interface ListWithDetailsProps {
  /** The list, or what stands in its place: loading, empty, failed. */
  readonly list: ReactNode;
  /** `Details` of the row that is opened; nothing where none is. */
  readonly details: ReactNode;
}

/** A list that takes the rest of the page, with what is opened of it beside it, or over it where there is no room. */
export const ListWithDetails = ({ list, details }: ListWithDetailsProps) => (
  <div className={styles.body}>
    <div className={styles.list}>{list}</div>
    {details}
  </div>
);

interface DetailsProps {
  /** Name of the landmark. */
  readonly label: string;
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** All that is known of one row, and what may be done about it. */
export const Details = ({ label, title, closeLabel, onClose, children }: DetailsProps) => (
  <aside className={styles.details} aria-label={label}>
    <header className={styles.header}>
      <h2>{title}</h2>
      <IconButton label={closeLabel} icon={<X />} onClick={onClose} />
    </header>
    {children}
  </aside>
);

/** Buttons side by side, as far as there is room. */
export const DetailsActions = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.actions}>{children}</div>
);
