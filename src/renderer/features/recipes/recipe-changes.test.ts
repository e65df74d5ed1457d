import { describe, expect, it } from 'vitest';
import { recipeChanges } from './recipe-changes.ts';
import type { RecipeContent } from './recipe-content.ts';
import { sampleContent } from './testing/sample-content.ts';

const rule = { thresholdWithGolden: 0.4, thresholdWithoutGolden: 0.6, severity: 'high' } as const;
const content: RecipeContent = {
  ...sampleContent,
  types: { open: rule, short: rule },
};

describe('what changed between versions of a recipe', () => {
  it('is nothing where the content is the same, whatever the order of types', () => {
    expect(recipeChanges(content, { ...content, types: { short: { ...rule }, open: { ...rule } } })).toEqual([]);
  });

  it('names each field with its old and new value', () => {
    const newer = { ...content, model: { name: 'm', version: '2' }, mmPerPx: 0.01, reviewPolicy: 'review' } as const;
    expect(recipeChanges(content, newer)).toEqual([
      { kind: 'field', field: 'model', before: 'm@1', after: 'm@2' },
      { kind: 'field', field: 'reviewPolicy', before: 'auto', after: 'review' },
      { kind: 'field', field: 'mmPerPx', before: null, after: 0.01 },
    ]);
  });

  it('names a type’s rule, and types that came or went', () => {
    const types = { open: { ...rule, severity: 'critical' as const }, spur: rule };
    expect(recipeChanges(content, { ...content, types })).toEqual([
      { kind: 'rule', type: 'open', rule: 'severity', before: 'high', after: 'critical' },
      { kind: 'type_removed', type: 'short' },
      { kind: 'type_added', type: 'spur' },
    ]);
  });

  it('notices a moved region', () => {
    const region = (x: number) => ({ kind: 'exclude' as const, box: { x, y: 0, width: 5, height: 5 } });
    const change = recipeChanges({ ...content, regions: [region(0)] }, { ...content, regions: [region(1)] });
    expect(change).toMatchObject([{ kind: 'field', field: 'regions' }]);
  });
});
