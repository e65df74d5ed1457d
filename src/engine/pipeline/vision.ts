import type { Box } from '../../core/detection/box.ts';
import type { Region } from '../../core/detection/region.ts';
import type { Tile } from '../../core/detection/tiling.ts';
import type { ModelToLoad, Registration, RenderJob } from '../protocol.ts';

export interface BoardToOpen {
  /** Names the board in the calls that follow, until it is closed. */
  readonly board: string;
  readonly imagePath: string;
  readonly golden: { readonly path: string; readonly key: string } | null;
  readonly maxPixels: number;
  readonly minRegistrationScore: number;
  /** Inspected and excluded parts, in golden pixels. */
  readonly regions: readonly Region[];
}

export interface PreparedBoard {
  /** Size of the golden; null where the board has none. */
  readonly golden: { readonly width: number; readonly height: number } | null;
  readonly registration: Registration | null;
  readonly usedGolden: boolean;
  /** The golden says nothing about this board, or not about all of it. */
  readonly registrationPoor: boolean;
  /** Parts of the whole board that the golden does not explain; none where it does not take part. */
  readonly unexplained: readonly Box[];
  /** Size of the picture from which tiles are packed: the board's, or where the golden is finer that of the board at the golden's resolution. */
  readonly packed: { readonly width: number; readonly height: number };
  readonly decodeMs: number;
  readonly registerMs: number;
}

interface TilesToPack {
  readonly board: string;
  readonly tiles: readonly Tile[];
  readonly channels: ModelToLoad['input']['channels'];
  /** Filled with uint8 [tiles, C, H, W]; what lies outside the image, and the golden where there is none, is 0. */
  readonly planes: Uint8Array<SharedArrayBuffer>;
}

/** Everything that touches pixels before the model, on its own thread. Methods throw EngineFault. */
export interface Vision {
  /** Reads the header only. Waits while the boards that are open already fill the memory. */
  open(board: BoardToOpen): Promise<{ readonly width: number; readonly height: number }>;
  /** Decodes and registers only the top `rows` rows, for a first look at a large board. */
  prepareTop(order: { readonly board: string; readonly rows: number }): Promise<PreparedBoard>;
  /** Decodes the whole board and its golden and registers them. */
  prepare(order: { readonly board: string }): Promise<PreparedBoard>;
  /** Packs from what was prepared last; tiles must lie within it (`packed`). */
  pack(order: TilesToPack): Promise<void>;
  /** Frees the board's memory; does nothing when it is not open. */
  close(order: { readonly board: string }): Promise<void>;
  render(job: RenderJob): Promise<void>;
}
