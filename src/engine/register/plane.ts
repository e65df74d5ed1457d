/** A small grey picture for matching, row-major, one byte a pixel. */
export interface Plane {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Averages boxes of `factor` × `factor` pixels; a rest at the right and bottom is left out. Boxes above 8 px are sampled 8 × 8. */
export function shrink(image: Plane, factor: number): Plane {
  const width = Math.floor(image.width / factor);
  const height = Math.floor(image.height / factor);
  if (factor === 1) return image;
  return cutPlane(image, { left: 0, top: 0, width, height, factor });
}

export interface Cut {
  /** Full-resolution pixel of the first box. */
  readonly left: number;
  readonly top: number;
  /** Size of the result; every box must lie inside the image. */
  readonly width: number;
  readonly height: number;
  readonly factor: number;
}

/** A window of the image, shrunk by `factor`, without shrinking the rest. */
export function cutPlane(image: Plane, cut: Cut): Plane {
  const data = new Uint8Array(cut.width * cut.height);
  cutInto(data, image, cut);
  return { data, width: cut.width, height: cut.height };
}

/** As `cutPlane`, into `out`, which has the size of the result. */
export function cutInto(out: Uint8Array, image: Plane, cut: Cut): void {
  if (cut.factor === 1) copyWindow(image, cut, out);
  else if (cut.factor === 2) halveWindow(image, cut, out);
  else averageWindow(image, cut, out);
}

function averageWindow(image: Plane, { left, top, width, height, factor }: Cut, out: Uint8Array): void {
  const { data, width: stride } = image;
  const step = Math.max(1, factor >> 3);
  const perBox = Math.ceil(factor / step);
  const norm = 1 / (perBox * perBox);
  const sums = new Int32Array(width);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let inner = 0; inner < factor; inner += step) {
      let at = (Math.imul(top + y * factor + inner, stride) + left) | 0;
      for (let x = 0; x < width; x++) {
        let sum = 0;
        const next = (at + factor) | 0;
        for (; at < next; at = (at + step) | 0) sum = (sum + data[at]!) | 0;
        at = next;
        sums[x] = (sums[x]! + sum) | 0;
      }
    }
    const row = y * width;
    for (let x = 0; x < width; x++) out[row + x] = sums[x]! * norm + 0.5;
  }
}

function copyWindow(image: Plane, { left, top, width, height }: Cut, out: Uint8Array): void {
  const { data } = image;
  // Windows are a few pixels wide: a call for each row costs more than its pixels.
  let target = 0;
  for (let y = 0; y < height; y++) {
    let from = (Math.imul(top + y, image.width) + left) | 0;
    for (const end = target + width; target < end; target = (target + 1) | 0) {
      out[target] = data[from]!;
      from = (from + 1) | 0;
    }
  }
}

function halveWindow(image: Plane, { left, top, width, height }: Cut, out: Uint8Array): void {
  const { data, width: stride } = image;
  let target = 0;
  for (let y = 0; y < height; y++) {
    let upper = (Math.imul(top + 2 * y, stride) + left) | 0;
    let lower = (upper + stride) | 0;
    for (let x = 0; x < width; x++) {
      const sum = data[upper]! + data[(upper + 1) | 0]! + data[lower]! + data[(lower + 1) | 0]!;
      out[target] = (sum + 2) >> 2;
      target = (target + 1) | 0;
      upper = (upper + 2) | 0;
      lower = (lower + 2) | 0;
    }
  }
}
