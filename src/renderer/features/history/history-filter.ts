/** The filter of the list as people see it: words one by one, dates as local days. */
import type { z } from 'zod';
import type { filter } from '../../../ipc/values.ts';

export type HistoryFilter = z.input<typeof filter>;
export type FilterKey = keyof HistoryFilter;

/** In the order that chips stand in. */
const chipOrder: readonly FilterKey[] = [
  'search',
  'from',
  'to',
  'verdict',
  'status',
  'type',
  'part',
  'lot',
  'serial',
  'model',
  'person',
];

export interface FilterChip {
  readonly key: FilterKey;
  readonly value: string;
}

/** What narrows the list, one chip each. */
export const chipsOf = (narrowed: HistoryFilter): readonly FilterChip[] =>
  chipOrder.flatMap((key) => {
    const value = narrowed[key];
    return value === undefined || value === '' ? [] : [{ key, value }];
  });

export const without = (narrowed: HistoryFilter, key: FilterKey): HistoryFilter => {
  const { [key]: _, ...rest } = narrowed;
  return rest;
};

/** Empty text takes the word out of the filter. */
export const narrowedBy = (narrowed: HistoryFilter, key: FilterKey, value: string): HistoryFilter =>
  value === '' ? without(narrowed, key) : { ...narrowed, [key]: value };

const localDay = (time: Date): string =>
  [
    String(time.getFullYear()).padStart(4, '0'),
    String(time.getMonth() + 1).padStart(2, '0'),
    String(time.getDate()).padStart(2, '0'),
  ].join('-');

const midnight = (day: string, daysLater = 0): Date | null => {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  const time = new Date(2000, 0, 1);
  time.setFullYear(year, month - 1, date + daysLater);
  return Number.isNaN(time.getTime()) ? null : time;
};

/** Local days `YYYY-MM-DD`, both inclusive; empty where open. `to` of the filter is exclusive: the midnight after. */
export const daysOf = ({ from, to }: HistoryFilter): { readonly first: string; readonly last: string } => ({
  first: from === undefined ? '' : localDay(new Date(from)),
  last: to === undefined ? '' : localDay(new Date(Date.parse(to) - 1)),
});

export const fromDay = (narrowed: HistoryFilter, day: string): HistoryFilter =>
  narrowedBy(narrowed, 'from', midnight(day)?.toISOString() ?? '');

export const upToDay = (narrowed: HistoryFilter, day: string): HistoryFilter =>
  narrowedBy(narrowed, 'to', midnight(day, 1)?.toISOString() ?? '');
