import type { AnnotationKind, Severity, Verification } from '../../../core/inspection/vocabulary.ts';

/** Colours that the canvases use: the theme's tokens, read once per theme. */
export interface StageColours {
  readonly stage: string;
  readonly ink: string;
  readonly panel: string;
  readonly dim: string;
  readonly accent: string;
  readonly fail: string;
  readonly warn: string;
  readonly pass: string;
  readonly info: string;
}

const tokens = ['stage', 'ink', 'panel', 'dim', 'accent', 'fail', 'warn', 'pass', 'info'] as const;

/** Reads `--stage`, `--ink`, … of an element. A token that is missing falls back to the text's colour. */
export function readColours(element: Element): StageColours {
  const style = getComputedStyle(element);
  const read = (token: string): string => style.getPropertyValue(`--${token}`).trim() || style.color;
  return Object.fromEntries(tokens.map((token) => [token, read(token)])) as Record<(typeof tokens)[number], string>;
}

/** On the board's picture, which is the same in both themes, lines need one set of light colours over a dark edge. */
export const markInk = {
  edge: 'rgb(6 9 12 / 0.72)',
  critical: '#ff6b4a',
  high: '#ff6b4a',
  medium: '#f5bc3d',
  low: '#6fc3f2',
  decided: '#c3ccd6',
  pass: '#3fd6a4',
  note: '#e39ce8',
  text: '#0b0e12',
} as const;

/** Fail for what is or may be a fault, quiet once it is not. */
export function markColour(severity: Severity, state: Verification): string {
  switch (state) {
    case 'not_verified':
    case 'confirmed':
      return markInk[severity];
    case 'rejected':
      return markInk.decided;
    case 'accepted':
    case 'repaired':
      return markInk.pass;
  }
}

/** Dash in CSS pixels; empty for a solid line. */
export const markDash = (state: Verification): readonly number[] => (state === 'rejected' ? [5, 4] : []);

export const noteDash = (kind: AnnotationKind): readonly number[] => (kind === 'false_positive' ? [2, 4] : [8, 4]);
