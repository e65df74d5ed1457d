import { longestName } from '@fiducial/protocol/limits';
import { isBlank } from '../kernel/blank.ts';
import { fail, ok, type Result } from '../kernel/result.ts';
import { type InspectionError, inspectionError } from './errors.ts';

interface BoardNames {
  readonly part: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
}

/**
 * Whether a board can be recorded and sent under these names: a longer one is taken nowhere, and a blank one means none
 * that anybody meant. Errors: BOARD_NAME_INVALID.
 */
export function checkBoardNames({ part, lot, serial }: BoardNames): Result<void, InspectionError> {
  for (const [field, name] of Object.entries({ part, lot, serial })) {
    if (name === null || (name.length <= longestName && !isBlank(name))) continue;
    return fail(inspectionError('BOARD_NAME_INVALID', { field, characters: name.length, most: longestName }));
  }
  return ok(undefined);
}
