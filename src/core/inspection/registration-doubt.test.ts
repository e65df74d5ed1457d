import { describe, expect, it } from 'vitest';
import { doubtAbout, type LaidOver } from '../detection/golden-doubt.ts';
import { doubtInBrief, doubtInWords, recordedDoubt } from './registration-doubt.ts';

const size = { width: 1000, height: 800 };
const laid: LaidOver = {
  registration: { dx: 0, dy: 0, angle: 0, scale: 1, score: 0.9 },
  board: size,
  golden: size,
  regions: [],
  minRegistrationScore: 0.6,
};
const lying = (registration: Partial<LaidOver['registration']>): LaidOver => ({
  ...laid,
  registration: { ...laid.registration, ...registration },
});

describe('a golden is trusted', () => {
  it.each([
    ['as it lies', laid],
    ['moved by 5 px and turned by half a degree', lying({ dx: 5, dy: -5, angle: 0.5 })],
    ['of twice the resolution', { ...lying({ scale: 2, dx: 500, dy: 400 }), golden: { width: 2000, height: 1600 } }],
  ])('%s', (_, given) => {
    expect(doubtAbout(given)).toBeNull();
  });
});

describe('a golden is not trusted', () => {
  it('of which the picture shows a half', () => {
    const half = { ...lying({ dx: 0 }), board: { width: 510, height: 800 } };
    const doubt = doubtAbout(half);
    expect(doubt).toMatchObject({ code: 'GOLDEN_PARTLY_SEEN' });
    expect(doubtInBrief(doubt!)).toMatch(/^only 5[01] % of the golden board is in the picture$/);
    expect(doubtInWords(doubt!)).toMatchObject({ code: 'GOLDEN_PARTLY_SEEN', message: expect.stringContaining('%') });
  });

  it.each([
    [0.96, null],
    [0.94, 'GOLDEN_PARTLY_SEEN'],
  ])('below nineteen twentieths of it: %f', (share, code) => {
    const width = share * size.width;
    const doubt = doubtAbout({ ...laid, board: { width, height: 800 } });
    expect(doubt?.code ?? null).toBe(code);
  });

  it('unless the recipe looks at that half only', () => {
    const half = { ...laid, board: { width: 510, height: 800 } };
    const left = { kind: 'include', box: { x: 0, y: 0, width: 480, height: 800 } } as const;
    const right = { kind: 'exclude', box: { x: 490, y: 0, width: 510, height: 800 } } as const;
    expect(doubtAbout({ ...half, regions: [left] })).toBeNull();
    expect(doubtAbout({ ...half, regions: [right] })).toBeNull();
  });

  it.each([3, 0.3])('at a scale of %f', (scale) => {
    expect(doubtAbout(lying({ scale }))).toEqual({ code: 'GOLDEN_SCALE', scale });
  });

  it('by a score below the limit', () => {
    expect(doubtAbout(lying({ score: 0.59 }))).toEqual({ code: 'REGISTRATION_POOR' });
  });
});

describe('the reason of a recorded inspection', () => {
  it('is what its numbers say, also where its score was rounded up to the limit', () => {
    expect(recordedDoubt(false, laid)).toBeNull();
    expect(recordedDoubt(true, lying({ score: 0.6 }))).toEqual({ code: 'REGISTRATION_POOR' });
    expect(recordedDoubt(true, lying({ scale: 3 }))).toMatchObject({ code: 'GOLDEN_SCALE' });
    expect(recordedDoubt(true, laid)).toEqual({ code: 'NOTHING_TO_COMPARE' });
    expect(recordedDoubt(true, null)).toEqual({ code: 'REGISTRATION_POOR' });
  });
});
