/** 8-bit luma, row-major, no padding: pixel (x, y) is `data[y * width + x]`; 0 black, 255 white. */
export interface GreyImage {
  readonly data: Uint8Array;
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
  return { data: new Uint8Array(width * height), width, height };
}

/** `rows` rows from `top` on, without a copy. */
export function greyRows(image: GreyImage, top: number, rows: number): GreyImage {
  const data = image.data.subarray(top * image.width, (top + rows) * image.width);
  return { data, width: image.width, height: rows };
}

/**
 * Gives the memory of pixels back at once, if they are there still; they cannot be read any more. Left to the garbage collector, which hardly sees
 * memory outside its heap, a large image would stay for seconds beside its successor.
 */
export function releasePixels({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && !buffer.detached && buffer.byteLength === byteLength) buffer.transfer(0);
}
