import { useSyncExternalStore } from 'react';
import type { TileRefusal } from '../tiles/tile-messages.ts';
import type { Picture } from '../tiles/tile-plan.ts';
import styles from './board-canvas.module.css';
import { useTileStore } from './tile-store-context.tsx';

export interface PictureWords {
  readonly loading: string;
  /** Null where nobody said why. */
  readonly unavailable: (refusal: TileRefusal | null) => string;
  readonly retry: string;
}

export interface PictureStateProps {
  /** All that the pane draws: where one of them is missing, what is seen is not what the pane's name says. */
  readonly pictures: readonly Picture[];
  readonly words: PictureWords;
}

/** Says what a pane still lacks and why; nothing once the first tile of each picture is there. */
export function PictureState({ pictures, words }: PictureStateProps) {
  const tiles = useTileStore();
  const missing = useSyncExternalStore(tiles.subscribe, () => {
    const states = pictures.map(({ sha256 }) => tiles.pictureState(sha256));
    return states.includes('failed') ? 'failed' : states.includes('loading') ? 'loading' : null;
  });
  const refusal = useSyncExternalStore(
    tiles.subscribe,
    () => pictures.map(({ sha256 }) => tiles.refusalOf(sha256)).find((one) => one !== null) ?? null,
  );
  if (missing === null) return null;
  return (
    <div className={styles.state} role="status" aria-busy={missing === 'loading'}>
      <p>{missing === 'loading' ? words.loading : words.unavailable(refusal)}</p>
      {missing === 'failed' && (
        <button type="button" onClick={() => tiles.retry()}>
          {words.retry}
        </button>
      )}
    </div>
  );
}
