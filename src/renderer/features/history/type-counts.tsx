import { useTranslation } from 'react-i18next';
import { typeName } from '../../app/type-name.ts';
import { Table } from '../../ui/table.tsx';

interface TypeCountsProps {
  readonly older: readonly { readonly type: string }[];
  readonly newer: readonly { readonly type: string }[];
}

/** How many of each type both inspections have: all that can be said where their places cannot be compared. */
export function TypeCounts({ older, newer }: TypeCountsProps) {
  const { t, i18n } = useTranslation('history');
  const types = [...new Set([...older, ...newer].map(({ type }) => type))].sort();
  if (types.length === 0) return <p>{t('comparison.noDefects')}</p>;
  const number = (defects: TypeCountsProps['older'], wanted: string) =>
    defects.filter(({ type }) => type === wanted).length;
  const signed = new Intl.NumberFormat(i18n.language, { signDisplay: 'exceptZero' });
  return (
    <Table
      label={t('comparison.count')}
      rows={types}
      rowKey={(type) => type}
      columns={[
        { id: 'type', header: t('comparison.type'), cell: (type) => typeName(t, type) },
        { id: 'older', header: t('comparison.older'), align: 'end', cell: (type) => number(older, type) },
        { id: 'newer', header: t('comparison.newer'), align: 'end', cell: (type) => number(newer, type) },
        {
          id: 'change',
          header: t('comparison.change'),
          align: 'end',
          cell: (type) => signed.format(number(newer, type) - number(older, type)),
        },
      ]}
    />
  );
}
