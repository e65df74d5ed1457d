/** The site's settings, as the station keeps them. */
import type { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import type { settingsValues } from '../../ipc/settings.ts';
import { ask, type Reply, type ReplyError, type StationClient } from './client.ts';

export type Settings = z.output<typeof settingsValues>;

export interface SettingsState {
  readonly values: Settings;
  /** Set where they could not be read: what is shown then are the defaults. */
  readonly failure: ReplyError | null;
  /**
   * The station commits first; the values change when it has. It is told what was seen, so that of two changes one right
   * after the other neither takes back a part of the other. @param from What was seen, where it is not what is shown now.
   */
  readonly set: (change: Partial<Settings>, from?: Partial<Settings>) => Promise<Reply<Settings>>;
  readonly load: () => Promise<void>;
}

const untilRead: Settings = {
  station: 'station',
  person: 'operator',
  theme: 'system',
  language: 'system',
  scale: 1,
  providers: null,
  keys: {},
  advance: true,
  reasons: {},
  idleLockMinutes: 10,
  centralSignIn: null,
  centralSync: null,
  shiftStarts: [360, 840, 1320],
};

/** Of the settings what a change is about. */
export const partOf = (values: Settings, change: Partial<Settings>): Partial<Settings> =>
  Object.fromEntries(Object.keys(change).map((name) => [name, values[name as keyof Settings]]));

export const createSettingsStore = (client: StationClient) =>
  createStore<SettingsState>()((set, get) => ({
    values: untilRead,
    failure: null,
    set: async (change, from = partOf(get().values, change)) => {
      const reply = await ask(() => client.settings.set({ ...change, from }));
      if (reply.ok) set({ values: reply.value, failure: null });
      return reply;
    },
    load: async () => {
      const reply = await ask(() => client.settings.get({}));
      set(reply.ok ? { values: reply.value, failure: null } : { failure: reply.error });
    },
  }));
