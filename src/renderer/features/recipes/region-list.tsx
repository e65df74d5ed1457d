import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Region } from '../../../core/detection/region.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { leastSide, type Size } from './region-drag.ts';
import styles from './regions.module.css';

interface RegionListProps {
  /** Null where the recipe has none: nothing says where the picture ends. */
  readonly golden: Size | null;
  readonly regions: readonly Region[];
  readonly selected: number | null;
  readonly onSelect: (place: number) => void;
  readonly onChange: (place: number, region: Region) => void;
  readonly onRemove: (place: number) => void;
}

const sides = ['x', 'y', 'width', 'height'] as const;
const kinds = ['include', 'exclude'] as const;
/** Pixels; no picture that is inspected is longer. */
const longest = 100_000;

/** The regions as numbers, for exact places and for the keyboard. */
export function RegionList({ golden, regions, selected, onSelect, onChange, onRemove }: RegionListProps) {
  const { t, i18n } = useTranslation('recipes');
  const ends = { x: golden?.width ?? longest, y: golden?.height ?? longest };
  return (
    <table className={styles.list}>
      <thead>
        <tr>
          <th scope="col">{t('regions.region')}</th>
          <th scope="col">{t('regions.kind')}</th>
          {sides.map((side) => (
            <th key={side} scope="col">
              {t(`regions.${side}`)}
            </th>
          ))}
          <th scope="col">
            <span className="visually-hidden">{t('regions.remove')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {regions.map((region, place) => {
          const number = place + 1;
          const { kind, box } = region;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a region is known by its place alone
            <tr key={place} data-selected={place === selected || undefined} onFocus={() => onSelect(place)}>
              <th scope="row">{number}</th>
              <td>
                <Select
                  label={t('regions.kindOf', { number })}
                  hideLabel
                  value={kind}
                  onChange={(next) => onChange(place, { ...region, kind: next })}
                  options={kinds.map((value) => ({ value, label: t(`regions.${value}`) }))}
                />
              </td>
              {sides.map((side) => (
                <td key={side} className={styles.place}>
                  <NumberField
                    label={t(`regions.${side}Of`, { number })}
                    hideLabel
                    unit="px"
                    value={box[side]}
                    onChange={(value) =>
                      value !== null && onChange(place, { ...region, box: { ...box, [side]: value } })
                    }
                    min={side === 'x' || side === 'y' ? 0 : leastSide}
                    max={side === 'x' || side === 'width' ? ends.x : ends.y}
                    step={1}
                    digits={1}
                    locale={i18n.language}
                  />
                </td>
              ))}
              <td>
                <IconButton
                  label={t('regions.removeOne', { number })}
                  icon={<Trash2 />}
                  onClick={() => onRemove(place)}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
