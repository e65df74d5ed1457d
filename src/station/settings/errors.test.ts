import { expect, it } from 'vitest';
import { settingErrorCodes } from './errors.ts';

it('has these error codes', () => {
  expect(settingErrorCodes).toEqual(['SETTING_INVALID']);
});
