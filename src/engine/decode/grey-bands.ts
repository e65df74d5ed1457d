import { refuseDamagedTiff } from './damaged-tiff.ts';
import { type DecodeOptions, decodeRows, refuseDamagedJpeg } from './decode-grey.ts';
import { allocateGrey, type GreyImage, releasePixels } from './grey-image.ts';
import type { JpegReader } from './jpeg/jpeg-kernel.ts';
import type { ProbedImage } from './probe.ts';

/** A large image whose rows appear from the top down while it is still being decoded. */
export interface GreyBands {
  /**
   * Full size from the start; rows that are not ready yet are black. Another one once all rows are there; the memory of the
   * first is given back then, and whoever still holds it must be done with it when `after` has settled.
   */
  readonly image: GreyImage;
  /** Rows 0..readyRows may be read. */
  readonly readyRows: number;
  /** Resolves once rows 0..`rows` may be read (all of them for more than the height); rejects with the EngineFault of the decode. */
  whenRows(rows: number): Promise<void>;
}

export interface BandOptions extends DecodeOptions {
  /** The rows after the first are read only when this has settled. */
  readonly after?: Promise<unknown>;
}

/**
 * Opens an image so that its first `firstRows` rows come early: they are read first by themselves (the decoder stops after them), then the whole
 * file once more. Costs firstRows ÷ height more than one decode.
 * Images turned by EXIF come in one piece. Faults in the pixels come from `whenRows`.
 * @param check Throws for a picture that shall not be used, once all of it is there.
 */
export function openGreyBands(
  jpeg: JpegReader,
  opened: ProbedImage,
  firstRows: number,
  check: (whole: GreyImage) => void,
  options: BandOptions = {},
): GreyBands {
  const { width, height, orientation } = opened.facts;
  // Its memory is committed as it is written: the first rows of it.
  let image = allocateGrey(width, height);
  const first = orientation === 1 ? Math.min(firstRows, height) : height;
  let ready = 0;

  const early = decodeRows(opened, options, { top: 0, rows: first }).then((rows) => {
    if (first === height) image = rows;
    else {
      image.data.set(rows.data);
      releasePixels(rows.data);
    }
    ready = first;
  });
  const all = early.then(async () => {
    await options.after?.catch(() => undefined);
    refuseDamagedJpeg(jpeg, opened);
    await refuseDamagedTiff(jpeg, opened);
    if (first < height) {
      const top = image.data;
      image = await decodeRows(opened, options, { top: 0, rows: height });
      releasePixels(top);
    }
    check(image);
    ready = height;
  });
  all.catch(() => undefined); // reported by whenRows; without a listener Node would end the process
  return {
    get image() {
      return image;
    },
    get readyRows() {
      return ready;
    },
    whenRows: (rows) => (rows <= first ? early : all),
  };
}
