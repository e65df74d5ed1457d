import type { TFunction } from 'i18next';
import { assertNever } from '../../../core/kernel/result.ts';
import type { Board } from '../../app/review-store.ts';
import { typeName } from '../../app/type-name.ts';

/** What a sign-off would say now and why, in one or two sentences: rules V and S of docs/spec/verdict.md. */
export function signingReason(board: Board, t: TFunction<'defects'>, language: string): string {
  const { verdict, confirmed, undecided, refused } = board.implied.signing;
  const poor = board.registrationDoubt === null ? [] : [doubtInWords(board.registrationDoubt, t, language)];
  if (refused !== null) return [...poor, t('why.refused', { count: undecided })].join(' ');
  if (confirmed.length > 0) {
    const types = new Intl.ListFormat(language).format(countedTypes(confirmed.map((type) => typeName(t, type))));
    const left = undecided > 0 ? [t('why.left', { count: undecided })] : [];
    return [...poor, t('why.confirmed', { types, count: confirmed.length }), ...left].join(' ');
  }
  if (verdict === 'fail') return [...poor, t('why.undecidedFail', { count: undecided })].join(' ');
  return [...poor, t(board.defects.length === 0 ? 'why.nothing' : 'why.noneConfirmed')].join(' ');
}

/** Why the golden says nothing about the board. */
function doubtInWords(
  doubt: NonNullable<Board['registrationDoubt']>,
  t: TFunction<'defects'>,
  language: string,
): string {
  switch (doubt.code) {
    case 'REGISTRATION_POOR':
      return t('why.poor');
    case 'GOLDEN_SCALE':
      return t('why.scale', { scale: doubt.scale.toLocaleString(language, { maximumFractionDigits: 2 }) });
    case 'GOLDEN_PARTLY_SEEN':
      return t('why.partlySeen', { percent: Math.floor(doubt.seen * 100) });
    case 'NOTHING_TO_COMPARE':
      return t('why.nothingToCompare');
    default:
      return assertNever(doubt);
  }
}

/** Each type once, in order, with how often it stands there. */
function countedTypes(types: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => (count === 1 ? type : `${count} × ${type}`));
}
