import { rm } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { renderBands, renderImage, type Scene } from './render.ts';
import { writeTiff } from './tiff-rows.ts';

export const imageFormats = ['png', 'jpeg', 'tiff'] as const;
export type ImageFormat = (typeof imageFormats)[number];

/** Pictures with more pixels than this never stand in memory as a whole. */
const wholePixels = 24_000_000;

/** Draw a scene into a file. Memory stays below a few hundred megabytes whatever the size. `quality` is JPEG's. */
export async function writeScene(scene: Scene, path: string, format: ImageFormat, quality = 93): Promise<void> {
  const { width, height } = scene.shapes.layout;
  const channels = scene.camera.look === 'binary' ? 1 : 3;
  if (format === 'tiff') {
    await writeTiff(path, width, height, channels, renderBands(scene));
    return;
  }
  if (width * height <= wholePixels) {
    const { data } = renderImage(scene);
    await encoder(sharp(data, { raw: { width, height, channels } }), channels, format, quality, true).toFile(path);
    return;
  }
  // libvips streams a TIFF from disk row by row; a raw buffer it would hold as a whole.
  const rows = `${path}.rows`;
  try {
    await writeTiff(rows, width, height, channels, renderBands(scene));
    const picture = sharp(rows, { sequentialRead: true, limitInputPixels: false });
    await encoder(picture, channels, format, quality, false).toFile(path);
  } finally {
    await rm(rows, { force: true });
  }
}

/** File name ending of a format. */
export function fileEnding(format: ImageFormat): string {
  return format === 'jpeg' ? 'jpg' : format;
}

function encoder(picture: Sharp, channels: 1 | 3, format: 'png' | 'jpeg', quality: number, whole: boolean): Sharp {
  const space = picture.toColourspace(channels === 1 ? 'b-w' : 'srgb');
  if (format === 'png') return space.png({ compressionLevel: 3, adaptiveFiltering: false });
  // Optimised Huffman tables need all coefficients in memory: 3 GB for 16,384 × 16,384.
  return space.jpeg({ quality, chromaSubsampling: quality > 90 ? '4:4:4' : '4:2:0', optimiseCoding: whole });
}
