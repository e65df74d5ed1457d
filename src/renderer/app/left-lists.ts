/** How long lists were left, so that who comes back to a view goes on where they were. Kept for the window's life only. */
import type { GridPlace } from '../ui/row-grid.tsx';
import type { View } from './navigation.ts';

export interface LeftList {
  /** What the list was narrowed by, as text: another list begins at its top. */
  readonly narrowed: string;
  /** Rows that had been read. */
  readonly rows: number;
  readonly place: GridPlace;
  /** Ids of the rows that were selected. */
  readonly selection: readonly string[];
}

export interface LeftLists {
  /** `seat`: who sits at the window, see the session's store; nobody finds what another has left. */
  readonly keep: (view: View, seat: number, left: LeftList) => void;
  readonly recall: (view: View, seat: number, narrowed: string) => LeftList | null;
}

export function createLeftLists(): LeftLists {
  const lists = new Map<View, { readonly seat: number; readonly left: LeftList }>();
  return {
    keep: (view, seat, left) => void lists.set(view, { seat, left }),
    recall: (view, seat, narrowed) => {
      const kept = lists.get(view);
      return kept?.seat === seat && kept.left.narrowed === narrowed ? kept.left : null;
    },
  };
}
