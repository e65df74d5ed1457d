import { expect, it } from 'vitest';
import { tickLines } from './tick-lines.ts';

it('names below bars stand in two lines at most, none wider than its bar has room', () => {
  expect(tickLines('open', 10)).toEqual(['open']);
  expect(tickLines('nicht erklärt', 10)).toEqual(['nicht', 'erklärt']);
  expect(tickLines('pin hole', 10)).toEqual(['pin hole']);
  expect(tickLines('solder bridge between pads', 10)).toEqual(['solder', 'bridge be…']);
  expect(tickLines('Leiterbahnunterbrechung', 10)).toEqual(['Leiterbah…']);
});
