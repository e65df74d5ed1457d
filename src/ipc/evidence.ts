/** The evidence bundle of a board: one file with everything about it, and the proof that the log says so. */
import { z } from 'zod';
import { call } from './contract-kinds.ts';
import { id, sha256, storage } from './values.ts';

export const evidence = {
  /**
   * Asks where to save the bundle and writes it, with a report of its own; null where the person cancelled.
   * EVIDENCE_UNSIGNED where the log cannot be signed here, EVIDENCE_ORIGINAL_DAMAGED where an original is not what it was.
   */
  create: call(
    z.strictObject({ inspectionId: id }),
    z
      .object({
        path: z.string(),
        sha256,
        bytes: z.number().int(),
        /** Entries of the log in it, each with its proof. */
        entries: z.number().int(),
      })
      .nullable(),
    [...storage, 'EVIDENCE', 'INSPECTION', 'REPORT', 'OUTPUT', 'IMAGE', 'ENGINE', 'GOLDEN', 'IDENTITY'],
  ),
  /**
   * Asks for a bundle, of any station, and checks it; null where the person cancelled. EVIDENCE_ARCHIVE where the file is
   * no bundle; what does not hold of one that is, is in the answer.
   */
  verify: call(
    z.strictObject({}),
    z
      .object({
        path: z.string(),
        /** Empty: the bundle holds. Each with the file of the bundle in which it was seen. */
        problems: z.array(z.object({ code: z.string(), path: z.string(), message: z.string() })),
        /** What it says; null where not even that can be read. To be believed only where there is no problem. */
        facts: z
          .object({
            inspection: z.string(),
            station: z.string(),
            made: z.string(),
            origin: z.string(),
            part: z.string(),
            lot: z.string(),
            serial: z.string(),
            verdict: z.string(),
            signedOff: z.object({ verdict: z.string(), by: z.string(), time: z.string() }).nullable(),
            entries: z.number().int(),
            logSize: z.number().int().nullable(),
            /** Name and id of the key that signed. */
            key: z.string().nullable(),
          })
          .nullable(),
        /** Whether this very station's log signed it; otherwise its key is known from the bundle alone. */
        ownKey: z.boolean(),
      })
      .nullable(),
    ['DB', 'EVIDENCE'],
  ),
};
