/** A station beside a service on a calm network, in virtual time: for tests that look at single rules. */
import { ledgerCounts } from '../../../src/station/sync/ledger-counts.ts';
import type { Timing, Transport } from '../../../src/station/sync/transport.ts';
import { must } from '../../../src/station/testing/station-fixture.ts';
import { ModelCentre } from './model-centre.ts';
import { calm, network, type Watch } from './network.ts';
import { emptyDatabase, type StationModel, stationModel } from './station-model.ts';
import { createWorld, dice, type World } from './world.ts';

const template = emptyDatabase();

export interface Scene {
  readonly world: World;
  readonly station: StationModel;
  readonly centre: ModelCentre;
  /** Restarts the computer. */
  reboot(): void;
  /** A process of the station. Ends when `end` is called. */
  start(parts?: {
    readonly cap?: number;
    readonly wrap?: (calm: Transport) => Transport;
    readonly watch?: Watch;
    /** Another service than `centre`, at an address of its own. */
    readonly other?: { readonly url: string; readonly centre: ModelCentre };
  }): {
    readonly sync: ReturnType<StationModel['start']>;
    end(): Promise<void>;
  };
}

export const nobody: Watch = { began: () => undefined, replied: () => undefined, bytesOut: () => undefined };

export function scene(): Scene {
  const rolled = dice(7);
  const world = createWorld();
  const wallMs = () => Date.UTC(2026, 10, 21) + Math.floor(world.nowMs());
  const centre = new ModelCentre(wallMs);
  let boots = 1;
  const station = stationModel({ world, dice: rolled, template, wallMs, bootId: () => `boot ${boots}` });
  const timing: Timing = {
    nowMs: () => world.nowMs(),
    wallMs,
    random: () => 0.5,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        signal?.addEventListener('abort', () => resolve(), { once: true });
        world.after(ms, resolve);
      }),
  };
  return {
    world,
    station,
    centre,
    reboot: () => {
      boots += 1;
    },
    start({ cap, wrap = (it: Transport) => it, watch = nobody, other } = {}) {
      const reached = other?.centre ?? centre;
      const base = { world, dice: rolled, centre: reached, weather: calm(), serverWallMs: wallMs, isAlive: () => true };
      const sync = station.start({
        transport: wrap(network({ ...base, watch })),
        timing,
        cap: cap ?? null,
        url: other?.url,
      });
      return {
        sync,
        async end() {
          const closed = sync.close();
          await world.runUntil(world.nowMs() + 120_000);
          await closed;
        },
      };
    },
  };
}

export const factsWaiting = ({ db }: StationModel): number => {
  const { pending, pictures } = must(ledgerCounts(db));
  return pending - pictures;
};
