import { type Plane, shrink } from './plane.ts';

/** The picture at another resolution, same aspect: boxes are averaged where it gets smaller, then bilinear. */
export function rescale(image: Plane, scale: number): Plane {
  const factor = Math.max(1, Math.floor(1 / scale));
  const source = shrink(image, factor);
  const width = Math.round(image.width * scale);
  const height = Math.round(image.height * scale);
  if (source.width === width && source.height === height) return source;
  const data = new Uint8Array(width * height);
  // `shrink` leaves out a rest at the right and bottom, so the step is that of the whole image.
  const step = image.width / width / factor;
  for (let y = 0; y < height; y++) {
    const sy = Math.max(0, Math.min((y + 0.5) * step - 0.5, source.height - 1.001));
    const row = Math.floor(sy) * source.width;
    for (let x = 0; x < width; x++) {
      const sx = Math.max(0, Math.min((x + 0.5) * step - 0.5, source.width - 1.001));
      const at = row + Math.floor(sx);
      const fx = sx - Math.floor(sx);
      const above = source.data[at]! + (source.data[at + 1]! - source.data[at]!) * fx;
      const under = at + source.width;
      const below = source.data[under]! + (source.data[under + 1]! - source.data[under]!) * fx;
      data[y * width + x] = above + (below - above) * (sy - Math.floor(sy)) + 0.5;
    }
  }
  return { data, width, height };
}
