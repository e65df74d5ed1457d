import { type DecodeOptions, decodeGrey } from './decode-grey.ts';
import { type BandOptions, type GreyBands, openGreyBands } from './grey-bands.ts';
import type { GreyImage } from './grey-image.ts';
import { createJpegReader } from './jpeg/jpeg-kernel.ts';
import { openImage, type ProbedImage } from './probe.ts';

/** Opens image files and reads them as grey. One a thread: it keeps the memory that it reads JPEGs in. */
export interface ImageDecoder {
  /** `openImage` of probe.ts. */
  open(path: string, maxPixels?: number): Promise<ProbedImage>;
  /** `decodeGrey` of decode-grey.ts. */
  grey(image: ProbedImage, options?: DecodeOptions): Promise<GreyImage>;
  /** `openGreyBands` of grey-bands.ts. */
  bands(path: string, firstRows: number, options?: BandOptions): Promise<GreyBands>;
}

export function createImageDecoder(): ImageDecoder {
  const jpeg = createJpegReader();
  return {
    open: (path, maxPixels) => openImage(jpeg, path, maxPixels),
    grey: (image, options) => decodeGrey(jpeg, image, options),
    bands: (path, firstRows, options) => openGreyBands(jpeg, path, firstRows, options),
  };
}
