import type { Provider } from '../../core/detection/provider.ts';
import { EngineFault } from '../fault.ts';
import { firstLine } from './open-model.ts';
import type { ModelOutput, SessionPort } from './session-port.ts';

/** Runs any number of tiles on a session whose GPU may run out of memory, or fail, on the way. */
export interface TileRunner {
  /** In use now; a GPU that cannot run even one tile is replaced by the CPU. */
  provider(): Provider;
  /** Tiles per run now. */
  batch(): number;
  /**
   * Runs `count` tiles of `bytesPerTile` bytes each that lie one after the other in `planes`, and hands each run's
   * output to `take` before the next run reuses the memory.
   * @param take `first` is the position of the output's first tile.
   * @throws EngineFault MODEL_RUN_FAILED
   */
  run(
    planes: Uint8Array,
    count: number,
    bytesPerTile: number,
    take: (output: ModelOutput, first: number, tiles: number) => void,
  ): Promise<void>;
  release(): Promise<void>;
}

/**
 * What a GPU says when its memory is full has no fixed words: WebGPU's "[Invalid Buffer] is invalid due to a previous
 * error" names none. So every failure of a GPU is taken as one that fewer tiles, or else the CPU, may not have.
 * @param openOnCpu Opens the same model on the CPU; called at most once.
 * @param onChange Told of every smaller batch and of the change to the CPU, with the reason.
 */
export function createTileRunner(
  first: SessionPort,
  openOnCpu: () => Promise<SessionPort>,
  onChange: (text: string) => void,
): TileRunner {
  let session = first;
  let batch = first.maxBatch;

  const recover = async (cause: unknown, tiles: number): Promise<void> => {
    const reason = firstLine(cause);
    if (cause instanceof EngineFault) throw cause;
    if (session.provider === 'cpu') {
      throw new EngineFault('MODEL_RUN_FAILED', `The model could not be run: ${reason}`, { provider: 'cpu' });
    }
    if (tiles > 1) {
      batch = Math.floor(tiles / 2);
      onChange(`${session.provider} cannot run ${tiles} tiles at once: going on with ${batch} (${reason})`);
      return;
    }
    const failed = session;
    // A GPU that was lost cannot give back what it held.
    await failed.release().catch(() => undefined);
    session = await openOnCpu();
    batch = session.maxBatch;
    onChange(`${failed.provider} cannot run a single tile: going on with the CPU (${reason})`);
  };

  return {
    provider: () => session.provider,
    batch: () => batch,
    async run(planes, count, bytesPerTile, take) {
      for (let done = 0; done < count; ) {
        const tiles = Math.min(batch, count - done);
        const part = planes.subarray(done * bytesPerTile, (done + tiles) * bytesPerTile);
        let output: ModelOutput;
        try {
          output = await session.run(part, tiles);
        } catch (cause) {
          await recover(cause, tiles);
          continue;
        }
        take(output, done, tiles);
        done += tiles;
      }
    },
    release: () => session.release(),
  };
}
