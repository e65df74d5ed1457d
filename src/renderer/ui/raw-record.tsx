import styles from './raw-record.module.css';

interface RawRecordProps {
  readonly record: unknown;
  /** Breaks long lines; they scroll by default, by pointer and keyboard. */
  readonly wraps?: boolean;
}

/** A record as JSON, word for word. */
export const RawRecord = ({ record, wraps = false }: RawRecordProps) => (
  <pre
    className={styles.raw}
    data-selectable=""
    data-wraps={wraps || undefined}
    // Long lines scroll by keyboard as well.
    tabIndex={wraps ? undefined : 0}
  >
    {JSON.stringify(record, null, 2)}
  </pre>
);
