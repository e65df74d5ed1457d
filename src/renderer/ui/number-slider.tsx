import { Slider as BaseSlider } from '@base-ui/react/slider';
import { NumberField } from './number-field.tsx';
import styles from './number-slider.module.css';
import slider from './slider.module.css';

export interface NumberSliderProps {
  /** Read out, not shown: it stands where the surroundings name it. */
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly digits: number;
  /** BCP 47. */
  readonly locale: string;
}

/** A number to drag or to type. */
export function NumberSlider({ label, value, onChange, min, max, step, digits, locale }: NumberSliderProps) {
  return (
    <span className={styles.pair}>
      <BaseSlider.Root
        className={styles.slider}
        value={value}
        onValueChange={onChange}
        min={min}
        max={max}
        step={step}
        aria-label={label}
      >
        <BaseSlider.Control className={slider.control}>
          <BaseSlider.Track className={slider.track}>
            <BaseSlider.Indicator className={slider.indicator} />
            <BaseSlider.Thumb className={slider.thumb} aria-label={label} />
          </BaseSlider.Track>
        </BaseSlider.Control>
      </BaseSlider.Root>
      <span className={styles.number}>
        <NumberField
          label={label}
          hideLabel
          value={value}
          onChange={(typed) => {
            // An emptied field is on its way to another number.
            if (typed !== null) onChange(typed);
          }}
          min={min}
          max={max}
          step={step}
          digits={digits}
          leastDigits={2}
          locale={locale}
        />
      </span>
    </span>
  );
}
