import { expect, it } from 'vitest';
import { identityErrorCodes } from './errors.ts';

it('has these error codes', () => {
  expect(identityErrorCodes).toMatchInlineSnapshot();
});
