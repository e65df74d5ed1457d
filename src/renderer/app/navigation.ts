/** Which view is open, and what it was opened with. */
import type { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import type { OutboxState } from '../../core/sync/outbox.ts';
import type { filter } from '../../ipc/values.ts';

export type Filter = z.input<typeof filter>;

/** What the log is narrowed by; what is absent does not narrow it. Days are local, `YYYY-MM-DD`, both inclusive. */
export interface LogPlace {
  readonly text?: string;
  readonly action?: string;
  readonly person?: string;
  readonly firstDay?: string;
  readonly lastDay?: string;
  readonly objectId?: string;
  /** Shows everything that happened to this one thing instead, oldest first. */
  readonly story?: string;
}

/** What the ledger of sync is narrowed by; what is absent does not narrow it. */
export interface SyncPlace {
  readonly state?: OutboxState;
  /** Anywhere in the part, the lot, the serial, the last error or an id. */
  readonly search?: string;
}

/** What each view can be opened with. */
export interface Places {
  /** Opens this board; without it, the one that was open. */
  readonly review: { readonly inspectionId?: string };
  readonly history: { readonly filter?: Filter };
  readonly statistics: { readonly filter?: Filter };
  readonly recipes: { readonly name?: string };
  readonly audit: LogPlace;
  readonly sync: SyncPlace;
  readonly settings: { readonly section?: string };
}
export type View = keyof Places;

/** In the order of the header. */
export const views = [
  'review',
  'history',
  'statistics',
  'recipes',
  'audit',
  'sync',
  'settings',
] as const satisfies View[];

export type Place = { [V in View]: { readonly view: V; readonly params: Places[V] } }[View];

export interface Navigation {
  readonly place: Place;
  /** Counts visits: a view that is opened anew with the same parameters can tell. */
  readonly visit: number;
  /** Without parameters a view is as it was left: its filter stays. The review shows the board that is open. */
  readonly go: <V extends View>(view: V, params?: Places[V]) => void;
}

export const createNavigation = () =>
  createStore<Navigation>()((set) => {
    const left = new Map<View, Places[View]>();
    return {
      place: { view: 'review', params: {} },
      visit: 0,
      go: (view, params) =>
        set(({ place, visit }) => {
          if (place.view !== 'review') left.set(place.view, place.params);
          return { place: { view, params: params ?? left.get(view) ?? {} } as Place, visit: visit + 1 };
        }),
    };
  });
