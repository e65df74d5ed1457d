/** A backup in the place of a database that is damaged. */
import { z } from 'zod';
import { call } from './contract-kinds.ts';

export const backup = {
  /**
   * Asks for a backup, verifies it and puts it in the place of the database, which is put aside and kept; null where the
   * person cancelled. The window is loaded again with what the station has then. A station that cannot be opened knows
   * nobody: whoever sits before it may do this.
   */
  restore: call(
    z.strictObject({}),
    z
      .object({
        /** Entries of the log in the backup. */
        size: z.number().int(),
        /** Where the database that was there before lies; null where there was none. */
        putAside: z.string().nullable(),
        /** Original images that the backup names and the data folder does not have. */
        missingOriginals: z.number().int(),
      })
      .nullable(),
    ['BACKUP', 'DB', 'STORE'],
  ),
};
