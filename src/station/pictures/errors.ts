import type { AppError } from '../../core/kernel/result.ts';

export const pictureErrorCodes = [
  'PICTURE_UNKNOWN', // no image with this hash is stored here
  'PICTURE_OUTSIDE', // the image has no such tile
  'PICTURE_CACHE', // the cache folder cannot be written or read
] as const;
export type PictureErrorCode = (typeof pictureErrorCodes)[number];

const meanings: Readonly<Record<PictureErrorCode, string>> = {
  PICTURE_UNKNOWN: 'No image with this hash is stored here.',
  PICTURE_OUTSIDE: 'The image has no such tile.',
  PICTURE_CACHE: 'Pictures cannot be kept in the data directory, so they are not shown. Originals are not touched.',
};

export const pictureError = (code: PictureErrorCode, details?: NonNullable<AppError['details']>): AppError =>
  details ? { code, message: meanings[code], details } : { code, message: meanings[code] };
