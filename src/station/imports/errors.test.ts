import { expect, it } from 'vitest';
import { importErrorCodes } from './errors.ts';

it('has these error codes', () => {
  expect(importErrorCodes).toEqual(['IMPORT_CLIPBOARD_EMPTY', 'IMPORT_NO_IMAGES', 'IMPORT_FOLDER_UNREADABLE']);
});
