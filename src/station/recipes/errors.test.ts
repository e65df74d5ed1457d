import { expect, it } from 'vitest';
import { recipeErrorCodes } from './errors.ts';

it('has these error codes', () => {
  expect(recipeErrorCodes).toEqual([
    'RECIPE_NOT_FOUND',
    'RECIPE_STALE',
    'RECIPE_NAME',
    'RECIPE_INVALID',
    'RECIPE_JUDGES_NOTHING',
    'RECIPE_COVERS_NOTHING',
    'RECIPE_TYPE_UNKNOWN',
    'RECIPE_PART_UNCLEAR',
    'RECIPE_GOLDEN_UNKNOWN',
  ]);
});
