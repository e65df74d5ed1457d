import { Button as BaseButton } from '@base-ui/react/button';
import type { ReactNode } from 'react';
import { Popover } from '../ui/popover.tsx';
import styles from './person-menu.module.css';

interface PersonCardProps {
  readonly name: string;
  readonly role?: string;
  /** Name of the button and of what it opens. */
  readonly title: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly children: ReactNode;
}

/** The person in the header, and what opens below. */
export function PersonCard({ name, role, title, open, onOpenChange, children }: PersonCardProps) {
  return (
    <Popover
      open={open}
      onOpenChange={onOpenChange}
      label={title}
      trigger={
        <BaseButton className={styles.person} aria-label={title}>
          <span className={styles.initials} data-initials={initialsOf(name)} aria-hidden="true" />
          <span className={styles.name}>{name}</span>
          {role !== undefined && <span className={styles.role}>{role}</span>}
        </BaseButton>
      }
    >
      <div className={styles.card}>{children}</div>
    </Popover>
  );
}

/** First letters of the first and the last word. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return ends
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
}
