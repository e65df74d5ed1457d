/** What the station is doing, as the status bar shows it. */
import type { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import type { stationStatus } from '../../ipc/status.ts';
import { ask, type ReplyError, type StationClient } from './client.ts';

export type StationStatus = z.output<typeof stationStatus>;

export interface StatusState {
  readonly status: StationStatus | null;
  readonly failure: ReplyError | null;
  readonly load: () => Promise<void>;
  readonly notice: (status: StationStatus) => void;
}

export const createStatusStore = (client: StationClient) =>
  createStore<StatusState>()((set) => ({
    status: null,
    failure: null,
    load: async () => {
      const reply = await ask(() => client.status.get({}));
      set(reply.ok ? { status: reply.value, failure: null } : { failure: reply.error });
    },
    notice: (status) => set({ status, failure: null }),
  }));
