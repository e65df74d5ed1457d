/** What passes between the window and the thread that loads its tiles. */

/** Load what is at this address, or stop loading it. The number is the window's, new for each load. */
export type TileRequest =
  | { readonly type: 'load'; readonly load: number; readonly url: string }
  | { readonly type: 'abort'; readonly load: number };

/** `reason` is for the console only: a tile that did not come is tried again or given up, whatever kept it. */
export type TileAnswer =
  | { readonly load: number; readonly image: ImageBitmap }
  | { readonly load: number; readonly reason: string };
