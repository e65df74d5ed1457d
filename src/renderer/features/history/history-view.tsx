import { Download } from 'lucide-react';
import { useCallback, useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureState } from '../../app/failure-state.tsx';
import { useEvidence } from '../../app/use-evidence.ts';
import { useDenial } from '../../app/use-permission.ts';
import { useNavigation, useSession, useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { useKeysetPages } from '../../ui/keyset-pages.ts';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { AgainDialog } from './again-dialog.tsx';
import { ComparisonDialog } from './comparison-dialog.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { FilterBar } from './filter-bar.tsx';
import { chipsOf, type HistoryFilter } from './history-filter.ts';
import styles from './history-view.module.css';
import { InspectionList } from './inspection-list.tsx';
import type { InspectionRow, PageKey } from './inspection-row.ts';
import { NewerNotice } from './newer-notice.tsx';
import { NothingFound } from './nothing-found.tsx';
import { readRows } from './read-rows.ts';
import { SelectionBar } from './selection-bar.tsx';
import { useFacets } from './use-facets.ts';
import { useReport } from './use-report.ts';

/** Rows asked for at once: several screens, so that scrolling seldom waits. */
const pageSize = 200;

const noFilter: HistoryFilter = {};

type OpenDialog = 'export' | 'again' | 'compare';

/** A list that was read further than this begins at its top again: it would take seconds to read it all. */
const mostRecalled = 20_000;

/**
 * Every inspection of the station, newest first. The filter is part of the place, so going back finds it again, as it
 * does the rows that were in view and selected.
 */
export function HistoryView() {
  const { t } = useTranslation('history');
  const { client, navigation, leftLists } = useWorkspace();
  const seat = useSession((state) => state.seat);
  const filter = useNavigation(({ place }) => (place.view === 'history' ? place.params.filter : undefined)) ?? noFilter;
  const setFilter = (next: HistoryFilter) => navigation.getState().go('history', { filter: next });
  const asked = useDeferredValue(filter);
  const [left] = useState(() => leftLists.recall('history', seat, JSON.stringify(filter)));
  /** Rows to begin with; only once. */
  const begin = useRef(left !== null && left.rows <= mostRecalled ? left.rows : 0);
  const load = useCallback(
    (after: PageKey | null) => {
      const wanted = Math.max(begin.current, pageSize);
      begin.current = 0;
      return readRows(client, asked, after, wanted);
    },
    [client, asked],
  );
  const pages = useKeysetPages<InspectionRow, PageKey>(load);
  const facets = useFacets();
  const denied = useDenial('dataset.export');
  const report = useReport();
  const evidence = useEvidence();
  const [selection, select] = useState<ReadonlySet<string>>(() => new Set(left?.selection));
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const close = () => setDialog(null);

  const { replace } = pages;
  useEffect(
    () =>
      client.queue.changed(({ rows }) => {
        const changed = new Map(rows?.map((row) => [row.id, row]));
        if (changed.size > 0) replace((row) => changed.get(row.id) ?? row);
      }),
    [client, replace],
  );

  const toggle = ({ id }: InspectionRow) =>
    select((before) =>
      before.has(id) ? new Set([...before].filter((other) => other !== id)) : new Set([...before, id]),
    );
  const open = (inspectionId: string) => navigation.getState().go('review', { inspectionId });
  const ids = [...selection];
  const [one, other] = ids;

  return (
    <Page
      title={t('title')}
      controls={
        <Button
          icon={<Download />}
          disabled={pages.rows.length === 0 || denied !== null}
          focusableWhenDisabled
          title={denied ?? undefined}
          onClick={() => setDialog('export')}
        >
          {t('export.action')}
        </Button>
      }
    >
      <FilterBar filter={filter} facets={facets} onChange={setFilter} />
      <NewerNotice newestShown={pages.rows[0]?.startedAt ?? null} onShow={pages.reload} />
      <div className={styles.list}>
        {pages.rows.length > 0 ? (
          <InspectionList
            pages={pages}
            selection={selection}
            onToggle={toggle}
            onOpen={({ id }) => open(id)}
            start={pages.reading === 1 ? left?.place : undefined}
            onLeave={(place) =>
              leftLists.keep('history', seat, {
                narrowed: JSON.stringify(asked),
                rows: pages.rows.length,
                place,
                selection: ids,
              })
            }
          />
        ) : pages.error ? (
          <FailureState error={pages.error} retry={pages.reload} />
        ) : pages.busy ? (
          <Skeleton label={t('loading')} rows={8} />
        ) : (
          <NothingFound narrowed={chipsOf(filter).length > 0} onClear={() => setFilter(noFilter)} />
        )}
      </div>
      {selection.size > 0 && (
        <SelectionBar
          count={selection.size}
          reporting={report.busy}
          bundling={evidence.busy}
          onOpen={() => one !== undefined && open(one)}
          onStory={() => one !== undefined && navigation.getState().go('audit', { story: one })}
          onEvidence={() => one !== undefined && void evidence.write(one)}
          onReport={() => one !== undefined && void report.write(one)}
          onCompare={() => setDialog('compare')}
          onAgain={() => setDialog('again')}
          onClear={() => select(new Set())}
        />
      )}
      {dialog === 'export' && <ExportDialog filter={filter} onFilter={setFilter} onClose={close} />}
      {dialog === 'again' && <AgainDialog inspectionIds={ids} onClose={close} />}
      {dialog === 'compare' && one !== undefined && other !== undefined && (
        <ComparisonDialog inspectionIds={[one, other]} onClose={close} />
      )}
    </Page>
  );
}
