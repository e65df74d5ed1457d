import { expect, it } from 'vitest';
import { pictureErrorCodes } from './errors.ts';

it('has these error codes', () => {
  expect(pictureErrorCodes).toEqual(['PICTURE_UNKNOWN', 'PICTURE_OUTSIDE', 'PICTURE_CACHE']);
});
