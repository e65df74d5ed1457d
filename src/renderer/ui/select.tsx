import { Select as BaseSelect } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import field from './field.module.css';
import popup from './popup.module.css';

export interface SelectProps<V extends string> {
  readonly label: string;
  /** The label is read out, not shown. */
  readonly hideLabel?: boolean;
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly options: readonly { readonly value: V; readonly label: string; readonly disabled?: boolean }[];
  readonly disabled?: boolean;
  /** Stands for the chosen option's words where there is no room for them; they are read out. */
  readonly sign?: ReactNode;
}

export function Select<V extends string>(props: SelectProps<V>) {
  const { label, hideLabel, value, onChange, options, disabled, sign } = props;
  return (
    <BaseSelect.Root
      items={options}
      value={value}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
      disabled={disabled ?? false}
    >
      <span className={field.field}>
        <BaseSelect.Label className={hideLabel ? 'visually-hidden' : field.label}>{label}</BaseSelect.Label>
        <BaseSelect.Trigger className={classNames(field.control, field.trigger)}>
          <BaseSelect.Value className={sign === undefined ? field.value : 'visually-hidden'} />
          {sign}
          <BaseSelect.Icon className={field.icon}>
            <ChevronsUpDown aria-hidden="true" />
          </BaseSelect.Icon>
        </BaseSelect.Trigger>
      </span>
      <BaseSelect.Portal>
        <BaseSelect.Positioner sideOffset={4} alignItemWithTrigger={false} className={popup.positioner}>
          <BaseSelect.Popup className={classNames(popup.popup, popup.list)}>
            {options.map((option) => (
              <BaseSelect.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className={popup.item}
              >
                <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
                <BaseSelect.ItemIndicator>
                  <Check aria-hidden="true" />
                </BaseSelect.ItemIndicator>
              </BaseSelect.Item>
            ))}
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}
