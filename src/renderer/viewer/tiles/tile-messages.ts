/** What passes between the window and the thread that loads its tiles. */

/** Loads to begin, each with its address, and loads to stop. A load's number is the window's, new for each. */
export interface TileRequest {
  readonly loads: readonly { readonly load: number; readonly url: string }[];
  readonly aborts: readonly number[];
}

/** `reason` is for the console only: a tile that did not come is tried again or given up, whatever kept it. */
export type TileAnswer =
  | { readonly load: number; readonly image: ImageBitmap }
  | { readonly load: number; readonly reason: string };
