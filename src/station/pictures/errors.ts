import { codedErrors } from '../../core/kernel/coded-errors.ts';

const errors = codedErrors({
  /** No image with this hash is stored here. */
  PICTURE_UNKNOWN: 'No image with this hash is stored here.',
  /** The image has no such tile. */
  PICTURE_OUTSIDE: 'The image has no such tile.',
  /** The cache folder cannot be written or read. */
  PICTURE_CACHE: 'Pictures cannot be kept in the data directory, so they are not shown. Originals are not touched.',
});
export const pictureErrorCodes = errors.codes;
export const pictureError = errors.make;
