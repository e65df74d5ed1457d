import { describe, expect, it } from 'vitest';
import type { RecipeContent } from './recipe-content.ts';
import { dropDraft, keepDraft, readDraft } from './stored-drafts.ts';
import { sampleContent } from './testing/sample-content.ts';

const content: RecipeContent = {
  ...sampleContent,
  types: { open: { thresholdWithGolden: 0.4, thresholdWithoutGolden: 0.6, severity: 'high' } },
};

/** The browser's storage, in memory. */
function storage() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

describe('unsaved recipes', () => {
  it('are found again by part, each its own', () => {
    const store = storage();
    keepDraft(store, 'PCB-1', { content, basedOn: 3 });
    expect(readDraft(store, 'PCB-1')).toEqual({ content, basedOn: 3 });
    expect(readDraft(store, 'PCB-2')).toBeNull();
  });

  it('are gone once they were saved or discarded', () => {
    const store = storage();
    keepDraft(store, 'PCB-1', { content, basedOn: 3 });
    dropDraft(store, 'PCB-1');
    expect(readDraft(store, 'PCB-1')).toBeNull();
  });

  it.each(['not json', '{}', JSON.stringify({ content: { ...content, minAreaPx: 'many' }, basedOn: 1 })])(
    'are left alone where they cannot be read: %s',
    (text) => {
      const store = storage();
      store.setItem('recipe-draft:PCB-1', text);
      expect(readDraft(store, 'PCB-1')).toBeNull();
    },
  );
});
