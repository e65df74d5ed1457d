import type { RecipeContent } from '../recipe-content.ts';

/** A recipe without types, to be filled by each test with what it is about. */
export const sampleContent: RecipeContent = {
  model: { name: 'm', version: '1' },
  types: {},
  minAreaPx: 4,
  regions: [],
  minRegistrationScore: 0.55,
  reviewPolicy: 'auto',
  goldenSha256: null,
  mmPerPx: null,
};
