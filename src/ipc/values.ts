/** Values that several features speak of. Times are UTC, ISO 8601 with milliseconds; hashes lower-case hex SHA-256. */
import { longestName } from '@fiducial/protocol/limits';
import { z } from 'zod';
import { providers } from '../core/detection/provider.ts';
import {
  annotationKinds,
  defectOrigins,
  inspectionStatuses,
  severities,
  verdicts,
  verifications,
} from '../core/inspection/vocabulary.ts';

export const id = z.uuid();
export const time = z.iso.datetime({ precision: 3 });
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Text that a person types into a field of one line. */
export const line = z.string().max(longestName);
export const note = z.string().max(2000);
export const path = z.string().min(1).max(4096);

export const severity = z.enum(severities);
export const verdict = z.enum(verdicts);
export const status = z.enum(inspectionStatuses);
export const verification = z.enum(verifications);
export const origin = z.enum(defectOrigins);
export const annotationKind = z.enum(annotationKinds);
export const provider = z.enum(providers);

/** In board pixels, at full resolution. */
export const box = z.strictObject({
  x: z.number(),
  y: z.number(),
  width: z.number().nonnegative(),
  height: z.number().nonnegative(),
});

export const person = z.object({ id: z.string(), name: z.string() });
export const model = z.object({ name: z.string(), version: z.string(), sha256 });
export const failure = z.object({ code: z.string(), message: z.string() });

/** Who a board is. */
export const board = z.object({
  part: z.string().nullable(),
  lot: z.string().nullable(),
  serial: z.string().nullable(),
});

/** Which inspections a list shows; what is absent does not narrow it. Empty text is the same as absent. */
export const filter = z.strictObject({
  /** Begins a part, lot or serial. */
  search: line.optional(),
  part: line.optional(),
  lot: line.optional(),
  serial: line.optional(),
  status: status.optional(),
  verdict: z.enum([...verdicts, 'undecided']).optional(),
  /** Defect type that at least one defect has. */
  type: line.optional(),
  /** `NAME@VERSION`. */
  model: line.optional(),
  /** Name of a person who verified a defect or signed off. */
  person: line.optional(),
  /** Inclusive. */
  from: time.optional(),
  /** Exclusive. */
  to: time.optional(),
});

/** Place in a list, newest first: the last row of the page before. */
export const pageKey = z.strictObject({ startedAt: time, id });

/** An inspection as lists show it. */
export const inspectionRow = board.extend({
  id,
  startedAt: time,
  status,
  verdict: verdict.nullable(),
  signedOff: z.boolean(),
  registrationPoor: z.boolean(),
  defects: z.number().int(),
  /** Defects that no person decided yet. */
  undecided: z.number().int(),
  /** Of the defects that are not rejected; null where none is left. */
  worstSeverity: severity.nullable(),
  /** Hash of the board's image: its thumbnail is at `thumbnailUrl(imageSha256)` of image-urls.ts. */
  imageSha256: sha256,
  model: z.object({ name: z.string(), version: z.string() }).nullable(),
  /** Why it failed. */
  error: failure.nullable(),
});

/** What may go wrong in everything that writes to the station's database. */
export const storage = ['DB', 'AUDIT', 'STORE'] as const;
