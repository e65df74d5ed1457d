import { Equal, Minus, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { typeName } from '../../app/type-name.ts';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { compareDefects } from './compare-defects.ts';
import type { ReviewedBoard } from './compared-board.tsx';
import styles from './comparison.module.css';
import { onGolden, type SharedPixels } from './shared-pixels.ts';

type Defect = ReviewedBoard['defects'][number];

/** The defect before, after, or both. */
interface Line {
  readonly change: 'appeared' | 'vanished' | 'same';
  readonly before: Defect | null;
  readonly after: Defect | null;
}

interface ComparisonTableProps {
  readonly older: ReviewedBoard;
  readonly newer: ReviewedBoard;
  readonly shared: Exclude<SharedPixels, 'none'>;
}

/** What appeared first: that is what a person looks for; then what vanished, then what both have. */
export function ComparisonTable({ older, newer, shared }: ComparisonTableProps) {
  const { t } = useTranslation('history');
  const { same, appeared, vanished } = compareDefects(placed(older, shared), placed(newer, shared));
  const columns = useColumns();
  const lines: readonly Line[] = [
    ...appeared.map(({ defect }): Line => ({ change: 'appeared', before: null, after: defect })),
    ...vanished.map(({ defect }): Line => ({ change: 'vanished', before: defect, after: null })),
    ...same.map(({ before, after }): Line => ({ change: 'same', before: before.defect, after: after.defect })),
  ];
  if (lines.length === 0) return <p>{t('comparison.noDefects')}</p>;
  return (
    <Table
      label={t('comparison.title')}
      columns={columns}
      rows={lines}
      rowKey={({ before, after }) => `${before?.id ?? ''} ${after?.id ?? ''}`}
    />
  );
}

const signs = { appeared: <Plus />, vanished: <Minus />, same: <Equal /> } as const;

/** Defects with their boxes in the pixels that both inspections share. */
function placed(board: ReviewedBoard, shared: Exclude<SharedPixels, 'none'>) {
  const matrix = shared === 'golden' ? board.registration?.matrix : undefined;
  return board.defects.map((defect) => ({
    defect,
    type: defect.type,
    box: matrix ? onGolden(defect.box, matrix) : defect.box,
  }));
}

function useColumns(): readonly Column<Line>[] {
  const { t, i18n } = useTranslation('history');
  const whole = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 });
  const overTime = (line: Line, word: (defect: Defect) => string): string => {
    const words = [line.before, line.after].flatMap((defect) => (defect ? [word(defect)] : []));
    const [before = '', after = before] = words;
    return before === after ? before : t('comparison.typeChanged', { before, after });
  };
  return [
    {
      id: 'change',
      header: t('comparison.change'),
      cell: (line) => (
        <span className={styles.change} data-change={line.change}>
          {signs[line.change]}
          {t(`comparison.${line.change}`)}
        </span>
      ),
    },
    {
      id: 'type',
      header: t('comparison.type'),
      cell: (line) => {
        const defect = line.after ?? line.before;
        return (
          <span className={styles.type}>
            {defect && <SeverityMark severity={defect.severity} label={t(`app:severity.${defect.severity}`)} />}
            {overTime(line, ({ type }) => typeName(t, type))}
          </span>
        );
      },
    },
    {
      id: 'confidence',
      header: t('comparison.confidence'),
      align: 'end',
      cell: (line) =>
        overTime(line, ({ confidence }) =>
          confidence === null
            ? t('comparison.person')
            : new Intl.NumberFormat(i18n.language, twoDigits).format(confidence),
        ),
    },
    {
      id: 'decision',
      header: t('comparison.decision'),
      cell: (line) => overTime(line, ({ verification }) => t(`app:verification.${verification}`)),
    },
    {
      id: 'where',
      header: t('comparison.where'),
      align: 'end',
      cell: ({ before, after }) => {
        const box = (after ?? before)?.box;
        return box && `${whole.format(box.x)}, ${whole.format(box.y)}`;
      },
    },
  ];
}

const twoDigits = { minimumFractionDigits: 2, maximumFractionDigits: 2 } as const;
