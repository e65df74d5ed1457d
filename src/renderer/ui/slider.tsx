import { Slider as BaseSlider } from '@base-ui/react/slider';
import field from './field.module.css';
import styles from './slider.module.css';

export interface SliderProps {
  readonly label: string;
  /** The label is read out, not shown. */
  readonly hideLabel?: boolean;
  readonly value: number;
  /** While it moves. */
  readonly onChange: (value: number) => void;
  /** When it was let go. */
  readonly onCommit?: (value: number) => void;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value in words: `150 %`. */
  readonly text: (value: number) => string;
  readonly disabled?: boolean;
}

export function Slider({ label, hideLabel, value, onChange, onCommit, min, max, step, text, disabled }: SliderProps) {
  return (
    <BaseSlider.Root
      className={field.field}
      value={value}
      onValueChange={onChange}
      {...(onCommit ? { onValueCommitted: onCommit } : {})}
      min={min}
      max={max}
      step={step}
      disabled={disabled ?? false}
    >
      <span className={styles.words}>
        <BaseSlider.Label className={hideLabel ? 'visually-hidden' : field.label}>{label}</BaseSlider.Label>
        <BaseSlider.Value className={styles.value}>{() => text(value)}</BaseSlider.Value>
      </span>
      <BaseSlider.Control className={styles.control}>
        <BaseSlider.Track className={styles.track}>
          <BaseSlider.Indicator className={styles.indicator} />
          <BaseSlider.Thumb className={styles.thumb} getAriaValueText={() => text(value)} />
        </BaseSlider.Track>
      </BaseSlider.Control>
    </BaseSlider.Root>
  );
}
