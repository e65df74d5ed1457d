/** The line of a board for people: a word before every colour, the defects by type, the time. */

import type { AppError } from '../core/kernel/result.ts';
import type { BoardOutcome } from '../station/inspections/board-request.ts';
import { type Terminal, tint, wordsOf } from './terminal.ts';

/** `nameWidth`: columns that the image's name is padded to. */
export function boardText(terminal: Terminal, outcome: BoardOutcome, nameWidth: number): string {
  if (!outcome.inspected) {
    const text = errorText(terminal, outcome.request.image.given, outcome.error, nameWidth);
    return outcome.quarantined === null ? text : `${text} A copy is in quarantine.`;
  }
  const { verdict, defects, timings, found, request } = outcome;
  const word =
    verdict === 'pass'
      ? tint(terminal, 'green', 'PASS ')
      : verdict === 'fail'
        ? tint(terminal, 'red', 'FAIL ')
        : tint(terminal, 'yellow', 'CHECK');
  const types = Object.entries(countBy(defects.map(({ type }) => type)))
    .map(([type, count]) => `${type} ${count}`)
    .join(', ');
  const what = verdict === null ? 'a person must decide: the board does not fit its golden' : types || 'no defect';
  const time = found ? 'found again' : `${Math.round(timings.total)} ms`;
  return `${word}  ${request.image.given.padEnd(nameWidth)}  ${what}  ${tint(terminal, 'gray', time)}`;
}

export const errorText = (terminal: Terminal, image: string, error: AppError, nameWidth: number): string =>
  `${tint(terminal, 'red', 'ERROR')}  ${image.padEnd(nameWidth)}  ${wordsOf(error)}`;

/** How often each word comes, most frequent first. */
export function countBy(words: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted((a, b) => b[1] - a[1]));
}
