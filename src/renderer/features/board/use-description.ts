import { useTranslation } from 'react-i18next';
import type { Board, Defect } from '../../app/review-store.ts';
import { typeName } from '../../app/type-name.ts';

/** What the board's picture shows, in sentences for screen readers. */
export function useDescription(board: Board, selected: Defect | null): string {
  const { t, i18n } = useTranslation('board');
  const undecided = board.defects.filter(({ verification }) => verification === 'not_verified').length;
  const count = t('description.count', { count: board.defects.length, undecided });
  if (selected === null) return `${count} ${t('description.keys')}`;
  const digits = board.mmPerPx === null ? 0 : 2;
  const format = new Intl.NumberFormat(i18n.language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const length = (pixels: number): string => format.format(pixels * (board.mmPerPx ?? 1));
  const sentence = t('description.selected', {
    type: typeName(t, selected.type),
    severity: t(`app:severity.${selected.severity}`),
    state: t(`app:verification.${selected.verification}`),
    x: length(selected.box.x + selected.box.width / 2),
    y: length(selected.box.y + selected.box.height / 2),
    unit: board.mmPerPx === null ? 'px' : 'mm',
  });
  return `${count} ${sentence} ${t('description.keys')}`;
}
