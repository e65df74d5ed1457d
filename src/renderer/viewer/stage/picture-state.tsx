import { useSyncExternalStore } from 'react';
import type { Picture } from '../tiles/tile-plan.ts';
import styles from './board-canvas.module.css';
import { useTileStore } from './tile-store-context.tsx';

export interface PictureStateProps {
  readonly picture: Picture;
  readonly words: { readonly loading: string; readonly unavailable: string; readonly retry: string };
}

/** Says why a pane is still empty; nothing once the first tile is there. */
export function PictureState({ picture, words }: PictureStateProps) {
  const tiles = useTileStore();
  const state = useSyncExternalStore(tiles.subscribe, () => tiles.pictureState(picture.sha256));
  if (state === 'ready') return null;
  return (
    <div className={styles.state} role="status" aria-busy={state === 'loading'}>
      {state === 'loading' ? words.loading : words.unavailable}
      {state === 'failed' && (
        <button type="button" onClick={() => tiles.retry()}>
          {words.retry}
        </button>
      )}
    </div>
  );
}
