import { useEffect } from 'react';
import { BoardView } from '../features/board/board-view.tsx';
import { DefectsPanel } from '../features/defects/defects-panel.tsx';
import { ImportsPanel } from '../features/imports/imports-panel.tsx';
import { NoBoards } from '../features/imports/no-boards.tsx';
import { RunningBoards } from '../features/imports/running-boards.tsx';
import { QueuePanel } from '../features/queue/queue-panel.tsx';
import { classNames } from '../ui/class-names.ts';
import { TileStoreProvider } from '../viewer/stage/tile-store-context.tsx';
import styles from './review-screen.module.css';
import { useBoardFlow } from './use-board-flow.ts';
import { useCommand } from './use-command.ts';
import { useLayout, useNavigation, useReview } from './workspace-context.tsx';

/** Queue, board and defects, put together. */
export function ReviewScreen() {
  const queue = useLayout((layout) => layout.queue);
  const defects = useLayout((layout) => layout.defects);
  const toggle = useLayout((layout) => layout.toggle);
  const wanted = useNavigation(({ place }) => (place.view === 'review' ? place.params.inspectionId : undefined));
  const visit = useNavigation((state) => state.visit);
  const open = useReview((state) => state.open);
  useBoardFlow(wanted === undefined);
  useCommand('window.queue', () => toggle('queue'));
  useCommand('window.defects', () => toggle('defects'));

  // biome-ignore lint/correctness/useExhaustiveDependencies: the same board may be asked for again
  useEffect(() => {
    if (wanted !== undefined) void open(wanted);
  }, [wanted, visit, open]);

  return (
    <TileStoreProvider>
      <div className={classNames(styles.screen, !queue && styles.noQueue, !defects && styles.noDefects)}>
        {queue && <QueuePanel empty={<NoBoards />} running={<RunningBoards />} footer={<ImportsPanel />} />}
        <BoardView />
        {defects && <DefectsPanel />}
      </div>
    </TileStoreProvider>
  );
}
