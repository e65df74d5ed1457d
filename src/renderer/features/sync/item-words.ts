/** An item of the ledger in words. */
import type { TFunction } from 'i18next';
import { failureText } from '../../app/failure-text.ts';
import type { LedgerItem } from './ledger-item.ts';
import { lengthWords, saidIn } from './sync-words.ts';

/** What its board is called: the serial, else the part, else the lot. */
export function boardWords(t: TFunction<'sync'>, { board }: LedgerItem): string {
  if (board === null) return t('item.noBoard');
  return namesOf(board)[0] ?? t('item.unnamed');
}

/** What it is, and what else is known of its board. */
export const itemWords = (t: TFunction<'sync'>, item: LedgerItem): string =>
  [kindWords(t, item), ...(item.board === null ? [] : namesOf(item.board).slice(1))].join(' · ');

const namesOf = ({ serial, part, lot }: NonNullable<LedgerItem['board']>): readonly string[] =>
  [serial, part, lot].filter((word): word is string => word !== null && word !== '');

/** What it is: later revisions of an inspection say which. */
export const kindWords = (t: TFunction<'sync'>, { kind, revision }: LedgerItem): string =>
  revision > 1 ? t('kindRevision', { kind: t(`kind.${kind}`), revision }) : t(`kind.${kind}`);

/** What went wrong at the last try, or what the service answered, or why it is not sent; empty where nothing was said yet. */
export interface Outcome {
  readonly words: string;
  /** In the service's or a person's own words. */
  readonly said: string | null;
}

export function outcomeOf(t: TFunction<'sync'>, item: LedgerItem, bytesWords: (bytes: number) => string): Outcome {
  const { state, error, receipt, skippedBecause } = item;
  if (state === 'skipped') return { words: t('outcome.skipped'), said: skippedBecause };
  if (error !== null) {
    const { title } = failureText(t, { code: error.code, message: error.words });
    return { words: title, said: saidIn(error.words) };
  }
  if (receipt === null) return { words: '', said: null };
  if (typeof receipt.size_bytes === 'number')
    return { words: t('outcome.storedBytes', { size: bytesWords(receipt.size_bytes) }), said: null };
  if (typeof receipt.revision === 'number')
    return { words: t('outcome.storedRevision', { revision: receipt.revision }), said: null };
  return { words: t('outcome.stored'), said: null };
}

/** How often it was tried and when it is tried next; empty where that is no question any more. */
export function tryWords(t: TFunction<'sync'>, { state, tries, nextTryAt }: LedgerItem, now: number): string {
  const tried = tries === 0 ? [] : [t('tries', { count: tries })];
  if (state !== 'pending' || nextTryAt === null) return tried.join('');
  const leftMs = nextTryAt - now;
  return [...tried, leftMs <= 0 ? t('nextNow') : t('nextIn', { length: lengthWords(t, leftMs) })].join(', ');
}
