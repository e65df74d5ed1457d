import { longestName } from '@fiducial/protocol/limits';
import { fail, ok, type Result } from '../kernel/result.ts';
import { type InspectionError, inspectionError } from './errors.ts';

interface BoardNames {
  readonly part: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
}

/**
 * Whether a board can be stored and sent under these names: longer ones, U+0000 and half a surrogate pair are taken
 * nowhere. Errors: BOARD_NAME_INVALID.
 */
export function checkBoardNames({ part, lot, serial }: BoardNames): Result<void, InspectionError> {
  for (const [field, name] of Object.entries({ part, lot, serial })) {
    if (name === null) continue;
    if (name.length > longestName)
      return fail(inspectionError('BOARD_NAME_INVALID', { field, characters: name.length, most: longestName }));
    if (name.includes('\u0000') || !name.isWellFormed()) return fail(inspectionError('BOARD_NAME_INVALID', { field }));
  }
  return ok(undefined);
}
