import { expect, it } from 'vitest';
import { isBlank } from './blank.ts';

it('tells a text in which there is something to see', () => {
  const blank = ['', ' ', '\t\r\n', '\u00a0\u3000', '\u200b\ufeff\u2060', '\u0000'];
  expect(blank.filter((text) => !isBlank(text))).toEqual([]);
  expect(['0', ' a ', '工', '-', '\u200b.'].filter(isBlank)).toEqual([]);
});
