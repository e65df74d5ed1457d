import { NumberField as BaseNumberField } from '@base-ui/react/number-field';
import { type CSSProperties, useId } from 'react';
import field from './field.module.css';
import styles from './number-field.module.css';

export interface NumberFieldProps {
  readonly label: string;
  /** The label is read out, not shown. */
  readonly hideLabel?: boolean;
  /** Null where nothing is typed. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly min: number;
  readonly max: number;
  /** What an arrow key changes. */
  readonly step: number;
  /** At most. */
  readonly digits: number;
  /** At least, so that numbers below each other align. */
  readonly leastDigits?: number;
  /** BCP 47: its decimal sign is understood. */
  readonly locale: string;
  /** Unit after the number. */
  readonly unit?: string;
  readonly hint?: string;
  readonly placeholder?: string;
}

/** A number as people of the locale write it; arrow keys step it, values out of range are brought back to it. */
export function NumberField(props: NumberFieldProps) {
  const {
    label,
    hideLabel,
    value,
    onChange,
    min,
    max,
    step,
    digits,
    leastDigits = 0,
    locale,
    unit,
    hint,
    placeholder,
  } = props;
  const id = useId();
  return (
    <BaseNumberField.Root
      id={id}
      className={field.field}
      value={value}
      onValueChange={onChange}
      min={min}
      max={max}
      step={step}
      locale={locale}
      format={{ minimumFractionDigits: leastDigits, maximumFractionDigits: digits, useGrouping: false }}
    >
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : field.label}>
        {label}
      </label>
      <BaseNumberField.Group className={styles.group} style={unit === undefined ? undefined : roomFor(unit)}>
        <BaseNumberField.Input
          className={field.control}
          placeholder={placeholder}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        />
        {unit !== undefined && (
          <span className={styles.unit} aria-hidden="true">
            {unit}
          </span>
        )}
      </BaseNumberField.Group>
      {hint !== undefined && (
        <span id={`${id}-hint`} className={field.hint}>
          {hint}
        </span>
      )}
    </BaseNumberField.Root>
  );
}

/** As far as the unit reaches, the number does not. */
const roomFor = (unit: string): CSSProperties => ({ '--unit': `${unit.length}ch` }) as CSSProperties;
