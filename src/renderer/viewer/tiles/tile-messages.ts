/** What passes between the window and the thread that loads its tiles. */

/** Loads to begin, each with its address, and loads to stop. A load's number is the window's, new for each. */
export interface TileRequest {
  readonly loads: readonly { readonly load: number; readonly url: string }[];
  readonly aborts: readonly number[];
}

/** What the shell said instead of a tile. */
export interface TileRefusal {
  readonly code: string;
  readonly message: string;
}

/** `reason` is for the console only. `refusal`: null where the shell said nothing that could be understood. */
export type TileAnswer =
  | { readonly load: number; readonly image: ImageBitmap }
  | { readonly load: number; readonly reason: string; readonly refusal: TileRefusal | null };
