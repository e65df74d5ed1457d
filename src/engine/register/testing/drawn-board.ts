import { allocateGrey, type GreyImage } from '../../decode/grey-image.ts';
import { applySimilarity, identity, type Similarity } from '../similarity.ts';

/** Deterministic random numbers 0..1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Stroke {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly radius: number;
}

/** Artwork as shapes in continuous coordinates, so that it can be drawn exactly at any turn and scale. */
export interface Artwork {
  readonly width: number;
  readonly height: number;
  readonly strokes: readonly Stroke[];
}

/** Traces with 45° bends that end in pads, some of them side by side as a bus. */
export function drawArtwork(seed: number, width: number, height: number): Artwork {
  const random = randomFrom(seed);
  const strokes: Stroke[] = [];
  const count = Math.round((width * height) / 6500);
  for (let trace = 0; trace < count; trace++) {
    let x = random() * width;
    let y = random() * height;
    const radius = 2.5 + random() * 3;
    strokes.push({ x1: x, y1: y, x2: x, y2: y, radius: radius + 5 });
    let heading = Math.floor(random() * 8);
    for (let leg = 0; leg < 3; leg++) {
      const length = 20 + random() * 60;
      const dx = Math.cos((heading * Math.PI) / 4) * length;
      const dy = Math.sin((heading * Math.PI) / 4) * length;
      strokes.push({ x1: x, y1: y, x2: x + dx, y2: y + dy, radius });
      x += dx;
      y += dy;
      heading += random() < 0.5 ? 1 : 7;
    }
    strokes.push({ x1: x, y1: y, x2: x, y2: y, radius: radius + 4 });
  }
  return { width, height, strokes };
}

export interface Exposure {
  /** Picture → artwork. */
  readonly map?: Similarity;
  readonly width?: number;
  readonly height?: number;
  readonly dark?: number;
  readonly bright?: number;
  /** Brighter by this much at the right edge than at the left. */
  readonly gradient?: number;
  /** Standard deviation of the noise, grey levels. */
  readonly noise?: number;
  readonly defects?: number;
  readonly seed?: number;
}

/** Takes a picture of the artwork: edges are one pixel wide, copper is bright. */
export function photograph(artwork: Artwork, exposure: Exposure = {}): GreyImage {
  const { map = identity, dark = 40, bright = 210, gradient = 0, noise = 0, defects = 0, seed = 1 } = exposure;
  const image = allocateGrey(exposure.width ?? artwork.width, exposure.height ?? artwork.height);
  const scale = Math.hypot(map.a, map.b);
  const random = randomFrom(seed);
  const cover = new Float32Array(image.data.length);
  for (const stroke of artwork.strokes) expose(cover, image.width, image.height, stroke, map, scale);
  for (let at = 0; at < cover.length; at++) {
    const light = gradient * ((at % image.width) / image.width - 0.5);
    const grain = noise === 0 ? 0 : noise * (random() + random() + random() + random() - 2) * 1.73;
    image.data[at] = Math.max(0, Math.min(255, Math.round(dark + (bright - dark) * cover[at]! + light + grain)));
  }
  for (let defect = 0; defect < defects; defect++) {
    const left = Math.floor(random() * (image.width - 14));
    const top = Math.floor(random() * (image.height - 14));
    const value = random() < 0.5 ? dark : bright;
    for (let y = top; y < top + 14; y++) image.data.fill(value, y * image.width + left, y * image.width + left + 14);
  }
  return image;
}

function expose(
  cover: Float32Array,
  width: number,
  height: number,
  stroke: Stroke,
  map: Similarity,
  scale: number,
): void {
  // The stroke in picture coordinates: the inverse of a similarity keeps it a stroke.
  const norm = map.a * map.a + map.b * map.b;
  const place = (x: number, y: number) => ({
    x: (map.a * (x - map.tx) + map.b * (y - map.ty)) / norm,
    y: (-map.b * (x - map.tx) + map.a * (y - map.ty)) / norm,
  });
  const from = place(stroke.x1, stroke.y1);
  const to = place(stroke.x2, stroke.y2);
  const radius = stroke.radius / scale;
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length2 = dx * dx + dy * dy;
  const reach = radius + 1;
  for (
    let y = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach));
    y < Math.min(height, Math.max(from.y, to.y) + reach);
    y++
  ) {
    for (
      let x = Math.max(0, Math.floor(Math.min(from.x, to.x) - reach));
      x < Math.min(width, Math.max(from.x, to.x) + reach);
      x++
    ) {
      const px = x + 0.5 - from.x;
      const py = y + 0.5 - from.y;
      const along = length2 === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length2));
      const distance = Math.hypot(px - along * dx, py - along * dy);
      const share = Math.max(0, Math.min(1, radius - distance + 0.5));
      const at = y * width + x;
      if (share > cover[at]!) cover[at] = share;
    }
  }
}

/** The furthest that `found` and `truth` put any corner of the board apart, in golden pixels. */
export function worstMiss(found: Similarity, truth: Similarity, width: number, height: number): number {
  const corners = [0, width].flatMap((x) => [0, height].map((y) => ({ x, y })));
  return Math.max(
    ...corners.map((corner) => {
      const p = applySimilarity(found, corner);
      const q = applySimilarity(truth, corner);
      return Math.hypot(p.x - q.x, p.y - q.y);
    }),
  );
}
