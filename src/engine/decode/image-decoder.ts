import { type DecodeOptions, decodeGrey } from './decode-grey.ts';
import { type BandOptions, type GreyBands, openGreyBands } from './grey-bands.ts';
import type { GreyImage } from './grey-image.ts';
import { createJpegReader } from './jpeg/jpeg-kernel.ts';
import { openImage, type ProbedImage } from './probe.ts';
import { refuseBlank, refuseLowBits, refuseSeveralPictures } from './refuse-unjudgeable.ts';

/** Blank pictures are refused, unless `mayBeBlank`: part of a large board has empty places, and so has its golden. */
interface BlankOption {
  readonly mayBeBlank?: boolean;
}

/** Opens image files and reads them as grey, to be judged. One a thread: it keeps the memory that it reads JPEGs in. */
export interface ImageDecoder {
  /** `openImage` of probe.ts. */
  open(path: string, maxPixels?: number): Promise<ProbedImage>;
  /** `decodeGrey` of decode-grey.ts. Throws also what refuse-unjudgeable.ts does. */
  grey(image: ProbedImage, options?: Omit<DecodeOptions, 'band'> & BlankOption): Promise<GreyImage>;
  /** `openGreyBands` of grey-bands.ts. Throws also what refuse-unjudgeable.ts does; of its pixels, once all are there. */
  bands(path: string, firstRows: number, options?: BandOptions & BlankOption): Promise<GreyBands>;
}

export function createImageDecoder(): ImageDecoder {
  const jpeg = createJpegReader();
  return {
    open: (path, maxPixels) => openImage(jpeg, path, maxPixels),
    async grey(image, options) {
      refuseSeveralPictures(image);
      const grey = await decodeGrey(jpeg, image, options);
      check(image, grey, options);
      return grey;
    },
    async bands(path, firstRows, options) {
      const image = await openImage(jpeg, path, options?.maxPixels);
      refuseSeveralPictures(image);
      return openGreyBands(jpeg, image, firstRows, (grey) => check(image, grey, options), options);
    },
  };
}

function check(image: ProbedImage, grey: GreyImage, options: BlankOption = {}): void {
  refuseLowBits(image, grey);
  if (options.mayBeBlank !== true) refuseBlank(image, grey);
}
