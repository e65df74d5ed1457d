import { describe, expect, it } from 'vitest';
import { withModel } from './model-types.ts';
import type { RecipeContent } from './recipe-content.ts';
import { sampleContent } from './testing/sample-content.ts';

const own = { thresholdWithGolden: 0.1, thresholdWithoutGolden: 0.2, severity: 'low' } as const;
const proposed = { thresholdWithGolden: 0.3, thresholdWithoutGolden: 0.4, severity: 'medium' } as const;
const content: RecipeContent = {
  ...sampleContent,
  model: { name: 'a', version: '1' },
  types: { open: own, gone: own },
};

describe('choosing another model for a recipe', () => {
  const model = { name: 'b', version: '2' };
  const changed = withModel(content, model, ['open', 'short', 'void'], { open: proposed, short: proposed });

  it('keeps the rules that the engineer set, and takes the model’s own for new types', () => {
    expect(changed).toMatchObject({ model, types: { open: own, short: proposed } });
  });

  it('gives every type of the model a rule, and no other', () => {
    expect(Object.keys(changed.types)).toEqual(['open', 'short', 'void']);
  });
});
