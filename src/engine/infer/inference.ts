import type { Detection } from '../../core/detection/box.ts';
import type { Provider } from '../../core/detection/provider.ts';
import type { ModelLoaded, ModelToLoad } from '../protocol.ts';

export interface LoadOrder {
  readonly model: ModelToLoad;
  readonly providers: readonly Provider[];
  /** Threads that one run on the CPU may use. */
  readonly threads: number;
}

export interface TilesToRun {
  /** uint8 [count, C, H, W]; not written to until the answer is there. */
  readonly planes: Uint8Array<SharedArrayBuffer>;
  readonly count: number;
  /** Whether the tiles hold a registered golden: then only what the pixels back keeps its confidence. */
  readonly withGolden: boolean;
  /** Confidence below which nothing is read. */
  readonly floor: number;
}

export interface TilesRun {
  /** For each tile what was found, in the tile's own pixels. */
  readonly detections: readonly (readonly Detection[])[];
  /** Tiles, by position, of which the model may have found more than it can name: see `TileDecoder`. */
  readonly full: readonly number[];
  /** That ran the last of them. */
  readonly provider: Provider;
  readonly ms: number;
}

/** The model, on its own thread: a run blocks the thread that calls it. Methods throw EngineFault. */
export interface Inference {
  /** Names the runtime's version; answers once the native library is loaded. */
  hello(nothing: null): Promise<{ readonly onnxruntime: string }>;
  /** Once per process: a second model gets a new process, because reloading leaks. */
  load(order: LoadOrder): Promise<ModelLoaded & { readonly batch: number }>;
  run(tiles: TilesToRun): Promise<TilesRun>;
}
