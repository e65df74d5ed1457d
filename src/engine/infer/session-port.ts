import type { Provider } from '../../core/detection/provider.ts';

/** What a model answered for a batch: `data` holds `dims` row by row and is only valid until the next run. */
export interface ModelOutput {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** A loaded model on one execution provider. Calls must not overlap. */
export interface SessionPort {
  readonly provider: Provider;
  /** Most tiles that the model takes at once; 1 when its batch dimension is fixed. */
  readonly maxBatch: number;
  /**
   * Runs `count` tiles that lie one after the other in `planes` (uint8, [count, C, H, W]).
   * @throws Error with the runtime's own text when it cannot.
   */
  run(planes: Uint8Array, count: number): Promise<ModelOutput>;
  release(): Promise<void>;
}
