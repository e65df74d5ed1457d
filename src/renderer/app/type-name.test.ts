import { describe, expect, it } from 'vitest';
import { createTranslations } from './i18n.ts';
import { typeName } from './type-name.ts';

const inGerman = createTranslations('de').getFixedT('de', 'defects');

describe('the name of a defect type', () => {
  it('is in the person’s language', () => {
    expect(typeName(inGerman, 'short')).toBe('Kurzschluss');
    expect(typeName(createTranslations('en').getFixedT('en', 'board'), 'pin_hole')).toBe('pin hole');
  });

  it('is the model’s own word where nobody translated it', () => {
    expect(typeName(inGerman, 'lifted_pad')).toBe('lifted pad');
    expect(typeName(inGerman, 'constructor')).toBe('constructor');
    expect(typeName(inGerman, 'via:tented.left')).toBe('via:tented.left');
  });
});
