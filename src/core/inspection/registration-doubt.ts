import { doubtAbout, type LaidOver, type RegistrationDoubt } from '../detection/golden-doubt.ts';
import { assertNever } from '../kernel/result.ts';
import type { RecordedImage } from './record.ts';
import type { StoredInspection } from './stored.ts';

/** Decimals of a score that are kept: one that was just below its limit must not look as if it had reached it. */
const scoreRounding = 0.00005;

/** Why the golden of a recorded inspection was not trusted, from what is recorded; null where it was. */
export function recordedDoubt(registrationPoor: boolean, laid: LaidOver | null): RegistrationDoubt | null {
  if (!registrationPoor) return null;
  if (laid === null) return { code: 'REGISTRATION_POOR' };
  const minRegistrationScore = laid.minRegistrationScore + scoreRounding;
  return doubtAbout({ ...laid, minRegistrationScore }) ?? { code: 'NOTHING_TO_COMPARE' };
}

/** As `recordedDoubt`, of a stored inspection. */
export function doubtOfStored(stored: StoredInspection): RegistrationDoubt | null {
  const { registration, registrationPoor, image, golden, recipe } = stored;
  const board = sizeOf(image);
  const goldenSize = golden && sizeOf(golden);
  const { regions, minRegistrationScore } = recipe.content;
  const laid = registration &&
    board &&
    goldenSize && { registration, board, golden: goldenSize, regions, minRegistrationScore };
  return recordedDoubt(registrationPoor, laid);
}

const sizeOf = ({ width, height }: RecordedImage): { width: number; height: number } | null =>
  width === null || height === null ? null : { width, height };

const percent = (share: number): number => Math.floor(share * 100);

/** The reason as a line of the command line and a report say it. */
export function doubtInWords(doubt: RegistrationDoubt): { readonly code: string; readonly message: string } {
  const { code } = doubt;
  const noVerdict = 'so no verdict was given. A person must decide';
  switch (code) {
    case 'REGISTRATION_POOR':
      return {
        code,
        message: `The board could not be laid over its golden image, ${noVerdict}, or check that the golden is of this board.`,
      };
    case 'GOLDEN_SCALE':
      return {
        code,
        message: `One pixel of the board is ${doubt.scale.toFixed(2)} pixels of its golden image, ${noVerdict}, or take both pictures at about the same resolution.`,
      };
    case 'GOLDEN_PARTLY_SEEN':
      return {
        code,
        message: `Only ${percent(doubt.seen)} % of the golden board is in the picture, ${noVerdict}, or take a picture of the whole board.`,
      };
    case 'NOTHING_TO_COMPARE':
      return {
        code,
        message: `Board or golden image shows too little to compare the two, ${noVerdict}, or check that the picture shows the board.`,
      };
    default:
      return assertNever(doubt);
  }
}

/** The same in a few words. */
export function doubtInBrief(doubt: RegistrationDoubt): string {
  switch (doubt.code) {
    case 'REGISTRATION_POOR':
      return 'the board does not fit its golden';
    case 'GOLDEN_SCALE':
      return `one pixel of the board is ${doubt.scale.toFixed(2)} of its golden`;
    case 'GOLDEN_PARTLY_SEEN':
      return `only ${percent(doubt.seen)} % of the golden board is in the picture`;
    case 'NOTHING_TO_COMPARE':
      return 'board or golden shows too little to compare';
    default:
      return assertNever(doubt);
  }
}
