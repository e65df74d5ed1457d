import type { ReactNode } from 'react';
import styles from './page-header.module.css';

export interface PageHeaderProps {
  readonly title: string;
  readonly text?: string;
  /** Controls at the end. */
  readonly children?: ReactNode;
}

export const PageHeader = ({ title, text, children }: PageHeaderProps) => (
  <header className={styles.header}>
    <div className={styles.words}>
      <h1 className={styles.title}>{title}</h1>
      {text !== undefined && <p className={styles.text}>{text}</p>}
    </div>
    {children !== undefined && <div className={styles.controls}>{children}</div>}
  </header>
);
