import { describe, expect, it } from 'vitest';
import { compareVersions, parseReference } from './model-repository.ts';

describe('versions', () => {
  it('are ordered by number, a pre-release before its release', () => {
    const ordered = ['0.9.0', '1.0.0-rc.1', '1.0.0-rc.2', '1.0.0', '1.2.0', '1.10.0'];
    expect(ordered.toReversed().toSorted(compareVersions)).toEqual(ordered);
  });
});

describe('references', () => {
  it('are a name with or without a version', () => {
    expect(parseReference('a')).toEqual({ name: 'a', version: null });
    expect(parseReference('a@1.0.0')).toEqual({ name: 'a', version: '1.0.0' });
  });
});
