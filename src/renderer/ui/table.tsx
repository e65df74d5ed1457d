import type { KeyboardEvent, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand at the end. */
  readonly align?: 'start' | 'end';
}

export interface TableProps<Row> {
  /** Its name for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** What a click or Enter on a row does. */
  readonly onOpen?: (row: Row) => void;
  readonly isSelected?: (row: Row) => boolean;
}

/** A table of at most a few hundred rows; its header stays in view. Longer lists are virtualised by their feature. */
export function Table<Row>({ label, columns, rows, rowKey, onOpen, isSelected }: TableProps<Row>) {
  const openByKey = (event: KeyboardEvent, row: Row) => {
    if (event.key === 'Enter' && event.target === event.currentTarget) onOpen?.(row);
  };
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.id} scope="col" className={classNames(column.align === 'end' && styles.end)}>
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            className={classNames(onOpen && styles.openable)}
            aria-selected={isSelected?.(row)}
            {...(onOpen
              ? { tabIndex: 0, onClick: () => onOpen(row), onKeyDown: (event: KeyboardEvent) => openByKey(event, row) }
              : {})}
          >
            {columns.map((column) => (
              <td key={column.id} className={classNames(column.align === 'end' && styles.end)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
