import { describe, expect, it } from 'vitest';
import { createLeftLists, type LeftList } from './left-lists.ts';

const left: LeftList = {
  narrowed: '{"verdict":"fail"}',
  rows: 400,
  place: { top: 'i7', offset: 12, active: 'i9', focused: true },
  selection: ['i9'],
};

describe('a list that was left', () => {
  it('is found again by who left it', () => {
    const lists = createLeftLists();
    lists.keep('history', 1, left);
    expect(lists.recall('history', 1, left.narrowed)).toBe(left);
  });

  it('is not there for another view, another filter or the next person', () => {
    const lists = createLeftLists();
    lists.keep('history', 1, left);
    expect(lists.recall('audit', 1, left.narrowed)).toBeNull();
    expect(lists.recall('history', 1, '{}')).toBeNull();
    expect(lists.recall('history', 2, left.narrowed)).toBeNull();
  });
});
