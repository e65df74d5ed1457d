import type { Tile } from '../../core/detection/tiling.ts';
import type { GreyImage } from '../decode/grey-image.ts';
import { planesOf } from '../infer/model-contract.ts';
import type { ModelToLoad, Registration } from '../protocol.ts';
import type { LightTables } from '../register/light.ts';
import type { PreparedGolden, Registrar } from '../register/registrar.ts';

export interface TileSource {
  readonly board: GreyImage;
  /** Null: the golden's plane stays 0. */
  readonly golden: {
    readonly prepared: PreparedGolden;
    readonly registration: Registration;
    /** Null: board and golden are in the same light. */
    readonly light: LightTables | null;
  } | null;
}

/** Writes tiles one after the other as uint8 [C, H, W] each; see `TilesToPack`. */
export function packTiles(
  registrar: Pick<Registrar, 'warpGolden'>,
  source: TileSource,
  tiles: readonly Tile[],
  channels: ModelToLoad['input']['channels'],
  planes: Uint8Array,
): void {
  let at = 0;
  for (const tile of tiles) {
    const plane = tile.width * tile.height;
    const inImage = {
      x: tile.x,
      y: tile.y,
      width: Math.min(tile.width, source.board.width - tile.x),
      height: Math.min(tile.height, source.board.height - tile.y),
    };
    const first = planes.subarray(at, at + plane);
    const light = source.golden?.light ?? null;
    copyRows(source.board, inImage.x, inImage.y, inImage, tile, first);
    if (light?.board) replaceValues(light.board, inImage, tile, first);
    if (channels === 'pair') {
      const second = planes.subarray(at + plane, at + 2 * plane);
      if (source.golden) {
        const { prepared, registration } = source.golden;
        const warped = registrar.warpGolden(prepared, registration, source.board.width, source.board.height, inImage);
        copyRows(warped, 0, 0, inImage, tile, second);
        if (light) replaceValues(light.golden, inImage, tile, second);
      } else {
        second.fill(0);
      }
    }
    if (channels === 'rgb') {
      for (let colour = 1; colour < 3; colour += 1) planes.set(first, at + colour * plane);
    }
    at += planesOf[channels] * plane;
  }
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** By a table of 256 values; only the `size` pixels at the top left, so that what lies outside the image stays 0. */
function replaceValues(table: Uint8Array, size: Size, tile: Tile, plane: Uint8Array): void {
  for (let row = 0; row < size.height; row += 1) {
    const start = row * tile.width;
    for (let at = start; at < start + size.width; at += 1) plane[at] = table[plane[at]!]!;
  }
}

/** Copies `size` pixels from (x, y) to the top left of a plane of the tile's size; the rest of the plane becomes 0. */
function copyRows(from: GreyImage, x: number, y: number, size: Size, tile: Tile, plane: Uint8Array): void {
  if (size.width === tile.width && from.width === tile.width && size.height === tile.height) {
    plane.set(from.data.subarray(y * from.width, (y + tile.height) * from.width));
    return;
  }
  if (size.width < tile.width || size.height < tile.height) plane.fill(0);
  for (let row = 0; row < size.height; row += 1) {
    const start = (y + row) * from.width + x;
    plane.set(from.data.subarray(start, start + size.width), row * tile.width);
  }
}
