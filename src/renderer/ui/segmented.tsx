import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { Kbd } from './kbd.tsx';
import styles from './segmented.module.css';

export interface SegmentedProps<V extends string> {
  /** Its name for screen readers. */
  readonly label: string;
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly options: readonly {
    readonly value: V;
    readonly label: string;
    readonly keys?: string | undefined;
    readonly disabled?: boolean;
  }[];
}

/** One of a few, all of them in view; exactly one is always pressed. */
export function Segmented<V extends string>({ label, value, onChange, options }: SegmentedProps<V>) {
  return (
    <ToggleGroup
      aria-label={label}
      className={styles.group}
      value={[value]}
      onValueChange={([next]) => {
        if (next !== undefined) onChange(next as V);
      }}
    >
      {options.map((option) => (
        <Toggle key={option.value} value={option.value} className={styles.option} disabled={option.disabled ?? false}>
          {option.label}
          {option.keys !== undefined && <Kbd keys={option.keys} />}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
