import { describe, expect, it } from 'vitest';
import { type RecipeContent, recipeBytes } from './recipe.ts';

const content: RecipeContent = {
  model: { name: 'm', version: '1' },
  types: {
    open: { thresholdWithGolden: 0.5, thresholdWithoutGolden: 0.6, severity: 'critical' },
    spur: { thresholdWithGolden: 0.4, thresholdWithoutGolden: 0.5, severity: 'low' },
  },
  minAreaPx: 4,
  regions: [{ kind: 'exclude', box: { x: 0, y: 0, width: 10, height: 10 } }],
  minRegistrationScore: 0.5,
  reviewPolicy: 'auto',
  goldenSha256: null,
  mmPerPx: null,
};
const text = (recipe: RecipeContent): string => String(recipeBytes(recipe));

describe('recipe content', () => {
  it('has the same bytes in any order of keys', () => {
    const shuffled = Object.fromEntries(Object.entries(content).toReversed()) as unknown as RecipeContent;
    const types = Object.fromEntries(Object.entries(content.types).toReversed());
    expect(text({ ...shuffled, types })).toBe(text(content));
  });

  it('has other bytes for any other content', () => {
    const others: Partial<RecipeContent>[] = [
      { minAreaPx: 5 },
      { reviewPolicy: 'review' },
      { goldenSha256: 'ab'.repeat(32) },
      { mmPerPx: 0.02 },
      { regions: [] },
      { types: {} },
      { model: { name: 'm', version: '2' } },
    ];
    const bytes = others.map((other) => text({ ...content, ...other }));
    expect(new Set([...bytes, text(content)]).size).toBe(others.length + 1);
  });
});
