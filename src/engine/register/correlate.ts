import type { Plane } from './plane.ts';

/** Zero-mean normalised cross-correlation (TM_CCOEFF_NORMED) of a template with every position of a window that holds it. */
export interface CorrelationSurface {
  /** −1..1, row-major; 0 where the window is flat. */
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Variance below which a patch counts as flat: grey levels². */
const flatVariance = 9;

/**
 * Done here and not by OpenCV's matchTemplate because the windows are tiny: the wasm build (no SIMD) takes as long for the
 * arithmetic, and copies and allocates on top. Integer sums: exact for templates up to 180 × 180.
 */
export function correlate(window: Plane, template: Plane): CorrelationSurface {
  const width = window.width - template.width + 1;
  const height = window.height - template.height + 1;
  const values = new Float32Array(width * height);
  const count = template.width * template.height;
  const { sum, squares } = sums(template.data);
  const templateEnergy = squares - (sum * sum) / count;
  if (templateEnergy < flatVariance * count) return { values, width, height };
  const tables = integrals(window);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cross = dot(window, template, x, y);
      const windowSum = boxSum(tables.plain, window.width, x, y, template);
      const energy = boxSum(tables.squared, window.width, x, y, template) - (windowSum * windowSum) / count;
      if (energy < flatVariance * count) continue;
      values[y * width + x] = (cross - (sum * windowSum) / count) / Math.sqrt(templateEnergy * energy);
    }
  }
  return { values, width, height };
}

function dot(window: Plane, template: Plane, left: number, top: number): number {
  const w = window.data;
  const t = template.data;
  let total = 0;
  let at = 0;
  for (let y = 0; y < template.height; y++) {
    let from = (Math.imul(top + y, window.width) + left) | 0;
    const end = (at + template.width) | 0;
    for (; at < end; at = (at + 1) | 0) {
      total = (total + Math.imul(t[at]!, w[from]!)) | 0;
      from = (from + 1) | 0;
    }
  }
  return total;
}

function sums(data: Uint8Array): { sum: number; squares: number } {
  let sum = 0;
  let squares = 0;
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    sum = (sum + value) | 0;
    squares = (squares + Math.imul(value, value)) | 0;
  }
  return { sum, squares };
}

/** Summed-area tables with one row and column of zeros before the first. */
function integrals({ data, width, height }: Plane): { plain: Int32Array; squared: Int32Array } {
  const stride = width + 1;
  const plain = new Int32Array(stride * (height + 1));
  const squared = new Int32Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let rowSum = 0;
    let rowSquares = 0;
    for (let x = 0; x < width; x++) {
      const value = data[y * width + x]!;
      rowSum = (rowSum + value) | 0;
      rowSquares = (rowSquares + Math.imul(value, value)) | 0;
      const at = (y + 1) * stride + x + 1;
      plain[at] = plain[at - stride]! + rowSum;
      squared[at] = squared[at - stride]! + rowSquares;
    }
  }
  return { plain, squared };
}

function boxSum(
  table: Int32Array,
  windowWidth: number,
  x: number,
  y: number,
  size: { width: number; height: number },
): number {
  const stride = windowWidth + 1;
  const upper = y * stride + x;
  const lower = (y + size.height) * stride + x;
  return table[lower + size.width]! - table[lower]! - table[upper + size.width]! + table[upper]!;
}

export interface HillTop {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/** The local maxima of the surface, highest first. */
export function hillTops(surface: CorrelationSurface): readonly HillTop[] {
  const { values, width, height } = surface;
  const tops: HillTop[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (isTop(surface, x, y)) tops.push({ x, y, value: values[y * width + x]! });
    }
  }
  return tops.sort((p, q) => q.value - p.value);
}

function isTop({ values, width, height }: CorrelationSurface, x: number, y: number): boolean {
  const value = values[y * width + x]!;
  for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
    for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
      if (values[ny * width + nx]! > value) return false;
    }
  }
  return true;
}
