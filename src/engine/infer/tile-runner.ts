import type { Provider } from '../../core/detection/provider.ts';
import { EngineFault } from '../fault.ts';
import { firstLine } from './open-model.ts';
import type { ModelOutput, SessionPort } from './session-port.ts';

/** Runs any number of tiles on a session that may run out of memory on the way. */
export interface TileRunner {
  /** In use now; a GPU that has no memory left even for one tile is replaced by the CPU. */
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

const outOfMemory =
  /out of memory|failed to allocate|bad_alloc|ALLOC_FAILED|CUDA_ERROR_OUT_OF_MEMORY|E_OUTOFMEMORY|8007000E|not enough memory/i;

/**
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
    if (!outOfMemory.test(String(cause)) || (tiles === 1 && session.provider === 'cpu')) {
      throw new EngineFault('MODEL_RUN_FAILED', `The model could not be run: ${reason}`, {
        provider: session.provider,
      });
    }
    if (tiles > 1) {
      batch = Math.floor(tiles / 2);
      onChange(`${session.provider} is out of memory with ${tiles} tiles at once: going on with ${batch}`);
      return;
    }
    const failed = session;
    await failed.release();
    session = await openOnCpu();
    batch = session.maxBatch;
    onChange(`${failed.provider} has no memory for a single tile: going on with the CPU (${reason})`);
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
