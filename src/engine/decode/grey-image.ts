/** 8-bit luma, row-major, no padding: pixel (x, y) is `data[y * width + x]`; 0 black, 255 white. `data` lies over a SharedArrayBuffer, so every thread of the engine can read it. */
export interface GreyImage {
  readonly data: Uint8Array<SharedArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** 8-bit sRGB, three interleaved channels, row-major, no padding. */
export interface ColourImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A black image; its memory is committed by the operating system only as it is written. */
export function allocateGrey(width: number, height: number): GreyImage {
  return { data: new Uint8Array(new SharedArrayBuffer(width * height)), width, height };
}

/** `rows` rows from `top` on, without a copy. */
export function greyRows(image: GreyImage, top: number, rows: number): GreyImage {
  const data = image.data.subarray(top * image.width, (top + rows) * image.width);
  return { data, width: image.width, height: rows };
}
