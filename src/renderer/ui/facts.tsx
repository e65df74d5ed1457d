import type { ReactNode } from 'react';
import styles from './facts.module.css';

/** Names and values below each other, the names in a column of their own. */
export const Facts = ({ children }: { readonly children: ReactNode }) => <dl className={styles.facts}>{children}</dl>;

interface FactProps {
  readonly name: string;
  /** Can be marked and copied. */
  readonly children: ReactNode;
}

export const Fact = ({ name, children }: FactProps) => (
  <div>
    <dt>{name}</dt>
    <dd data-selectable="">{children}</dd>
  </div>
);
