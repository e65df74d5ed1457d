import type { ReactNode } from 'react';
import styles from './page.module.css';

export interface PageProps {
  readonly title: string;
  readonly text?: string;
  /** What can be done with all that the page shows; at the end of its header. */
  readonly controls?: ReactNode;
  readonly children: ReactNode;
}

/** A view that is read from its top: its name and controls, then what it shows. */
export const Page = ({ title, text, controls, children }: PageProps) => (
  <section className={styles.page} aria-label={title}>
    <header className={styles.header}>
      <div>
        <h1 className={styles.title}>{title}</h1>
        {text !== undefined && <p className={styles.text}>{text}</p>}
      </div>
      {controls !== undefined && <div className={styles.controls}>{controls}</div>}
    </header>
    {children}
  </section>
);
