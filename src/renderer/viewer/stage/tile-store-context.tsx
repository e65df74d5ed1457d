import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { type BitmapStore, createBitmapStore } from '../tiles/fetch-tile.ts';

const TileStoreContext = createContext<BitmapStore | null>(null);

/** One store of tiles for the pane, the minimap and the crops below it, so that none loads what another has. */
export function TileStoreProvider({ children }: { readonly children: ReactNode }) {
  const [store, setStore] = useState<BitmapStore | null>(null);
  useEffect(() => {
    // Made in the effect: React may run it twice, and a closed store cannot be opened again.
    const made = createBitmapStore();
    setStore(made);
    return () => made.close();
  }, []);
  return store === null ? null : <TileStoreContext value={store}>{children}</TileStoreContext>;
}

export function useTileStore(): BitmapStore {
  const store = useContext(TileStoreContext);
  if (store === null) throw new Error('Pictures are shown below a TileStoreProvider');
  return store;
}
