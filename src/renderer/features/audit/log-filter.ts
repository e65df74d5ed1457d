/** The log's filter as the station is asked: days of people become times. */
import type { z } from 'zod';
import type { audit } from '../../../ipc/audit.ts';
import type { LogPlace } from '../../app/navigation.ts';

type Request = Omit<z.input<typeof audit.page.input>, 'before' | 'limit'>;

/** Empty text narrows nothing. The last day ends at the midnight after it. */
export function requestOf({ text, action, person, objectId, firstDay, lastDay }: LogPlace): Request {
  const from = midnight(firstDay, 0);
  const to = midnight(lastDay, 1);
  const words = Object.entries({ text: text?.trim(), action, person, objectId }).filter(([, word]) => word);
  return { ...Object.fromEntries(words), ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
}

/** Local midnight at the start of a day, or `daysLater`, in UTC; null for what is no whole date. */
function midnight(day: string | undefined, daysLater: number): string | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '') ?? [];
  if (date === undefined) return null;
  const time = new Date(Number(year), Number(month) - 1, Number(date) + daysLater);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

export const isNarrowed = (place: LogPlace): boolean =>
  Object.entries(place).some(([name, word]) => name !== 'story' && word !== undefined && word !== '');

/** The filter with one word changed; an empty word is taken out. */
export function narrowedBy(place: LogPlace, name: keyof LogPlace, word: string): LogPlace {
  const { [name]: _, ...rest } = place;
  return word === '' ? rest : { ...rest, [name]: word };
}
