import { ImageOff, LayoutGrid } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { FailureState } from '../../app/failure-state.tsx';
import type { Board } from '../../app/review-store.ts';
import { useReview } from '../../app/workspace-context.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import styles from './board-view.module.css';
import { boardPicture } from './pictures-of-board.ts';
import { ReviewedBoard } from './reviewed-board.tsx';

/** The board under review: the middle of the review screen. */
export function BoardView() {
  const { t } = useTranslation('board');
  const board = useReview((state) => state.board);
  const opening = useReview((state) => state.opening);
  return (
    <section className={styles.view} aria-label={t('landmark')} aria-busy={opening !== null}>
      {board === null ? <NoBoard opening={opening} /> : <Shown board={board} />}
    </section>
  );
}

function NoBoard({ opening }: { readonly opening: string | null }) {
  const { t } = useTranslation('board');
  const failure = useReview((state) => state.failure);
  if (opening !== null) return <EmptyState icon={<LayoutGrid />} title={t('opening')} />;
  if (failure !== null) return <FailureState error={failure} />;
  return <EmptyState icon={<LayoutGrid />} title={t('none.title')} text={t('none.text')} />;
}

function Shown({ board }: { readonly board: Board }) {
  const { t } = useTranslation('board');
  const picture = boardPicture(board);
  if (picture !== null) return <ReviewedBoard board={board} picture={picture} />;
  if (board.error !== null) return <FailureState error={board.error} />;
  return <EmptyState icon={<ImageOff />} title={t('noPicture.title')} text={t('noPicture.text')} />;
}
