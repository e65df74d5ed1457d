/** Which panels of the review screen are open. */
import { createStore } from 'zustand/vanilla';

export interface Layout {
  readonly queue: boolean;
  readonly defects: boolean;
  readonly toggle: (panel: 'queue' | 'defects') => void;
}

export const createLayout = () =>
  createStore<Layout>()((set) => ({
    queue: true,
    defects: true,
    toggle: (panel) => set((layout) => ({ [panel]: !layout[panel] })),
  }));
