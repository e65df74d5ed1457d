import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { BoardView } from '../features/board/board-view.tsx';
import { DefectsPanel } from '../features/defects/defects-panel.tsx';
import { ImportsPanel } from '../features/imports/imports-panel.tsx';
import { NoBoards } from '../features/imports/no-boards.tsx';
import { RunningBoards } from '../features/imports/running-boards.tsx';
import { QueuePanel } from '../features/queue/queue-panel.tsx';
import { classNames } from '../ui/class-names.ts';
import { loadOverlay } from '../viewer/stage/lazy-overlay.ts';
import { TileStoreProvider } from '../viewer/stage/tile-store-context.tsx';
import styles from './review-screen.module.css';
import { useBoardFlow } from './use-board-flow.ts';
import { useCommand } from './use-command.ts';
import { useLayout, useNavigation, useQueue, useReview } from './workspace-context.tsx';

/** Queue, board and defects, put together. */
export function ReviewScreen() {
  const queue = useLayout((layout) => layout.queue);
  const defects = useLayout((layout) => layout.defects);
  const toggle = useLayout((layout) => layout.toggle);
  const wanted = useNavigation(({ place }) => (place.view === 'review' ? place.params.inspectionId : undefined));
  const visit = useNavigation((state) => state.visit);
  const open = useReview((state) => state.open);
  const { t } = useTranslation();
  const isNew = useNewStation();
  useBoardFlow(wanted === undefined);
  useCommand('window.queue', () => toggle('queue'));
  useCommand('window.defects', () => toggle('defects'));

  useEffect(() => void loadOverlay(), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the same board may be asked for again
  useEffect(() => {
    if (wanted !== undefined) void open(wanted);
  }, [wanted, visit, open]);

  return (
    <TileStoreProvider>
      <h1 className="visually-hidden">{t('views.review')}</h1>
      <div className={classNames(styles.screen, !queue && styles.noQueue, !defects && styles.noDefects)}>
        {queue && <QueuePanel running={<RunningBoards />} footer={<ImportsPanel />} />}
        {isNew ? (
          <section aria-label={t('board:landmark')} className={styles.firstStart}>
            <NoBoards />
          </section>
        ) : (
          <BoardView />
        )}
        {defects && <DefectsPanel />}
      </div>
    </TileStoreProvider>
  );
}

/** No board was ever inspected here, and none is open: the samples are offered where the board will be. */
function useNewStation(): boolean {
  const unused = useQueue(({ counts }) => counts !== null && counts.review + counts.done === 0);
  const closed = useReview(({ board, opening, failure }) => board === null && opening === null && failure === null);
  return unused && closed;
}
