import type { Box } from '../../core/detection/box.ts';
import { lightBetween } from './light-between.ts';
import type { TilePair } from './tile-pair.ts';

/** A flaw may reach past the box that a model draws around it. Pixels on each side. */
const reach = 2;
/** Grey levels below which nothing counts, however quiet the picture: two steps of JPEG and of the golden's resampling. */
const leastDifference = 6;
/** Times the noise of the difference: the nearest of 21 pixels has to be exceeded by this, so that 6 px in one piece never are by chance. */
const noiseFactor = 2;
/** Share of the local contrast that focus and resampling take from a peak of one or two pixels. */
const blurShare = 0.3;
/**
 * Rows −2..2 of the neighbourhood and how far each reaches to both sides: a disc of 21 pixels. An edge within it explains a pixel. Registration leaves
 * 0.2 px, etching 0.5 px, the solder mask's own registration up to 1.6 px.
 */
const disc = [1, 2, 2, 2, 1] as const;
const discRadius = 2;

/**
 * Largest connected piece (8 neighbours), in pixels, that board and golden do not share inside `box` (pixels of the tile, slightly grown): pixels of one
 * that are brighter or darker than everything within two pixels of them in the other, by more than light, noise and blur can do. Symmetric in board and
 * golden but for the light. The outermost two pixels of the tile, whose neighbours are not known, never count. Pieces are followed up to `enough` pixels.
 * docs/adr/0010 has the reasons and the measurements.
 */
export function unexplainedArea(pair: TilePair, box: Box, enough: number): number {
  const left = Math.max(discRadius, Math.floor(box.x) - reach);
  const top = Math.max(discRadius, Math.floor(box.y) - reach);
  const width = Math.min(pair.width - discRadius, Math.ceil(box.x + box.width) + reach) - left;
  const height = Math.min(pair.height - discRadius, Math.ceil(box.y + box.height) + reach) - top;
  if (!(width > 0 && height > 0)) return 0;
  const light = lightBetween(pair, { x: left, y: top, width, height });
  const limit = Math.max(leastDifference, noiseFactor * light.noise);
  const seen = new Uint8Array(width * height);
  const open: number[] = [];

  const counts = (x: number, y: number): boolean => {
    const at = (top + y) * pair.width + left + x;
    const difference = pair.board[at]! - lit(pair.golden[at]!, light.offset);
    // What the neighbours explain only makes it smaller.
    return Math.abs(difference) > limit && excess(pair, at, light.offset) > limit;
  };
  const follow = (): number => {
    let size = 0;
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const x = next % width;
      const y = (next - x) / width;
      if (!counts(x, y)) continue;
      size += 1;
      if (size >= enough) return size;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny += 1) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx += 1) {
          const at = ny * width + nx;
          if (seen[at]) continue;
          seen[at] = 1;
          open.push(at);
        }
      }
    }
    return size;
  };

  let largest = 0;
  for (let at = 0; at < seen.length && largest < enough; at += 1) {
    if (seen[at]) continue;
    seen[at] = 1;
    open.push(at);
    largest = Math.max(largest, follow());
  }
  return largest;
}

/** Grey levels by which board or golden leaves the other's neighbourhood at a pixel, less what blur takes; below 0 where it is explained. */
function excess({ board, golden, width }: TilePair, pixel: number, offset: number): number {
  let boardLow = 255;
  let boardHigh = 0;
  let goldenLow = 255;
  let goldenHigh = 0;
  for (let row = 0; row < disc.length; row += 1) {
    const middle = pixel + (row - discRadius) * width;
    const half = disc[row]!;
    for (let at = middle - half; at <= middle + half; at += 1) {
      const b = board[at]!;
      const g = golden[at]!;
      if (b < boardLow) boardLow = b;
      if (b > boardHigh) boardHigh = b;
      if (g < goldenLow) goldenLow = g;
      if (g > goldenHigh) goldenHigh = g;
    }
  }
  const b = board[pixel]!;
  const g = lit(golden[pixel]!, offset);
  const low = lit(goldenLow, offset);
  const high = lit(goldenHigh, offset);
  return (
    Math.max(b - high, low - b, g - boardHigh, boardLow - g) - blurShare * Math.max(boardHigh - boardLow, high - low)
  );
}

/** A golden pixel in the board's light, which a sensor cuts at black and white. */
const lit = (golden: number, offset: number): number => Math.max(0, Math.min(255, golden + offset));
