import type { TFunction } from 'i18next';
import type { Board } from '../../app/review-store.ts';
import { typeName } from '../../app/type-name.ts';

/** What a sign-off would say now and why, in one or two sentences: rules V and S of docs/spec/verdict.md. */
export function signingReason(board: Board, t: TFunction<'defects'>, language: string): string {
  const { verdict, confirmed, undecided, refused } = board.implied.signing;
  const poor = board.registrationPoor ? [t('why.poor')] : [];
  if (refused !== null) return [...poor, t('why.refused', { count: undecided })].join(' ');
  if (confirmed.length > 0) {
    const types = new Intl.ListFormat(language).format(countedTypes(confirmed.map((type) => typeName(t, type))));
    const left = undecided > 0 ? [t('why.left', { count: undecided })] : [];
    return [...poor, t('why.confirmed', { types, count: confirmed.length }), ...left].join(' ');
  }
  if (verdict === 'fail') return [...poor, t('why.undecidedFail', { count: undecided })].join(' ');
  return [...poor, t(board.defects.length === 0 ? 'why.nothing' : 'why.noneConfirmed')].join(' ');
}

/** Each type once, in order, with how often it stands there. */
function countedTypes(types: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => (count === 1 ? type : `${count} × ${type}`));
}
