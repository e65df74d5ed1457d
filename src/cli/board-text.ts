/** The line of a board for people: a word before every colour, the defects by type, the time. */

import { basename } from 'node:path';
import { doubtInBrief } from '../core/inspection/registration-doubt.ts';
import type { AppError } from '../core/kernel/result.ts';
import type { BoardOutcome, BoardReport, ReportedDefect } from '../station/inspections/board-request.ts';
import type { LineExtras } from './board-extras.ts';
import { type Terminal, wordsOf } from './terminal.ts';
import { tint } from './terminal-text.ts';

/** `nameWidth`: columns that the image's name is padded to. */
export function boardText(terminal: Terminal, outcome: BoardOutcome, nameWidth: number): string {
  if (!outcome.inspected) {
    const text = errorText(terminal, outcome.request.image.given, outcome.error, nameWidth);
    return outcome.quarantined === null ? text : `${text} A copy is in quarantine.`;
  }
  const { verdict, request } = outcome;
  const word =
    verdict === 'pass'
      ? tint(terminal, 'green', 'PASS ')
      : verdict === 'fail'
        ? tint(terminal, 'red', 'FAIL ')
        : tint(terminal, 'yellow', 'CHECK');
  const what = [findings(outcome.defects), ...(verdict === null ? [whyUndecided(outcome)] : [])].join('; ');
  return `${word}  ${request.image.given.padEnd(nameWidth)}  ${what}  ${tint(terminal, 'gray', `${goldenText(outcome)}, ${origin(outcome)}`)}`;
}

/** Where the board's files went; empty where none was written. */
export const writtenText = ({ overlay, report }: Pick<LineExtras, 'overlay' | 'report'>): string =>
  [overlay, report].flatMap((path) => (path === undefined ? [] : `  → ${path}`)).join('');

/** Defects by type that stand, then how many people let pass. */
function findings(defects: BoardReport['defects']): string {
  const stands = ({ verification }: ReportedDefect) => verification === 'not_verified' || verification === 'confirmed';
  const standing = counted(
    defects.filter(stands).map(({ type }) => type),
    (type, count) => `${type} ${count}`,
  );
  const letPass = counted(
    defects.filter((defect) => !stands(defect)).map(({ verification }) => verification),
    (verification, count) => `${count} ${verification}`,
  );
  return [standing, letPass].filter((text) => text !== '').join('; ') || 'no defect';
}

const counted = (words: readonly string[], say: (word: string, count: number) => string): string =>
  Object.entries(countBy(words))
    .map(([word, count]) => say(word, count))
    .join(', ');

/** Rules V2 and V7 of docs/spec/verdict.md: nothing else leaves an inspected board to a person. */
const whyUndecided = ({ registrationDoubt }: BoardReport): string =>
  `a person must decide: ${registrationDoubt === null ? 'its recipe asks for one' : doubtInBrief(registrationDoubt)}`;

function origin({ found, verdict, runVerdict, timings }: BoardReport): string {
  if (!found) return `${Math.round(timings.total)} ms`;
  return verdict === runVerdict
    ? 'found again'
    : `found again, decided since; the run said ${runVerdict ?? 'undecided'}`;
}

function goldenText({ golden }: BoardReport): string {
  if (golden === null) return 'no golden';
  if (golden.from === 'recipe') return 'golden of its recipe';
  return golden.from === 'beside' ? `golden ${basename(golden.given)} beside it` : `golden ${basename(golden.given)}`;
}

export const errorText = (terminal: Terminal, image: string, error: AppError, nameWidth: number): string =>
  `${tint(terminal, 'red', 'ERROR')}  ${image.padEnd(nameWidth)}  ${wordsOf(error)}`;

/** How often each word comes, most frequent first. */
export function countBy(words: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted((a, b) => b[1] - a[1]));
}
