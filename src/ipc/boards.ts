/** One inspection as the review screen shows it. */
import { z } from 'zod';
import { signatureFactors, signatureMeanings } from '../core/identity/signature.ts';
import { call } from './contract-kinds.ts';
import {
  annotationKind,
  board,
  box,
  failure,
  id,
  model,
  note,
  origin,
  person,
  provider,
  severity,
  sha256,
  status,
  time,
  verdict,
  verification,
} from './values.ts';

const verdictRules = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7'] as const;

const picture = z.object({ sha256, width: z.number().int(), height: z.number().int() });

/** Golden pixels = scale × turn(angle) × board pixels + (dx, dy), about the centres, as in the engine's protocol. */
const registration = z.object({
  dx: z.number(),
  dy: z.number(),
  /** Degrees. */
  angle: z.number(),
  scale: z.number(),
  score: z.number(),
  /** The map as a matrix: golden = [a b; c d] × board + [e, f]; what the window draws with. */
  matrix: z.object({ a: z.number(), b: z.number(), c: z.number(), d: z.number(), e: z.number(), f: z.number() }),
});

export const defect = z.object({
  id,
  type: z.string(),
  box,
  confidence: z.number().nullable(),
  severity,
  origin,
  verification,
  reason: z.string(),
  note: z.string(),
  /** Null while nobody decided. */
  decidedBy: person.nullable(),
  decidedAt: time.nullable(),
});

export const annotation = z.object({
  id,
  defectId: id.nullable(),
  kind: annotationKind,
  box: box.nullable(),
  label: z.string().nullable(),
  notes: note,
  by: person,
  time,
});

/** What the rules of docs/spec/verdict.md say now; `signing` is the verdict that a sign-off would give. */
const implied = z.object({
  verdict: verdict.nullable(),
  rule: z.enum(verdictRules),
  signing: z.object({
    verdict,
    /** Types of the confirmed defects, in order. */ confirmed: z.array(z.string()),
    undecided: z.number().int(),
    /** Code of REVIEW with which a sign-off would be refused now (rules S1, S4); null where it goes through. */
    refused: z.string().nullable(),
  }),
});

const signOff = z.object({
  verdict,
  by: person,
  time,
  /** The signature as it is printed. `factor` none: unauthenticated, the station had no people. */
  printedName: z.string(),
  meaning: z.enum(signatureMeanings),
  factor: z.enum(signatureFactors),
});

const registrationDoubt = z.discriminatedUnion('code', [
  z.object({ code: z.literal('REGISTRATION_POOR') }),
  z.object({ code: z.literal('GOLDEN_SCALE'), scale: z.number() }),
  z.object({ code: z.literal('GOLDEN_PARTLY_SEEN'), seen: z.number() }),
  z.object({ code: z.literal('NOTHING_TO_COMPARE') }),
]);

export const reviewedBoard = board.extend({
  id,
  startedAt: time,
  status,
  verdict: verdict.nullable(),
  error: failure.nullable(),
  /** Null where the image was never decoded. */
  image: picture.nullable(),
  golden: picture.nullable(),
  registration: registration.nullable(),
  registrationPoor: z.boolean(),
  /** Why the golden was not trusted; null where it was, or there is none. */
  registrationDoubt: registrationDoubt.nullable(),
  /** Millimetres per board pixel; null where the recipe does not know. */
  mmPerPx: z.number().nullable(),
  recipe: z.object({ name: z.string(), version: z.number().int() }),
  model: model.nullable(),
  provider: provider.nullable(),
  timingsMs: z.record(z.string(), z.number()),
  /** Worst first, then by confidence. */
  defects: z.array(defect),
  annotations: z.array(annotation),
  implied,
  signedOff: signOff.nullable(),
  /** Counts what was recorded about it; a decision made on an older revision is refused. */
  revision: z.number().int(),
  /** Place of the entry that recorded it in the audit log, from 0. */
  auditSeq: z.number().int(),
});

export const boards = {
  open: call(z.strictObject({ inspectionId: id }), reviewedBoard, ['DB', 'INSPECTION']),
  /** Types that a label can have: the model's, in its order. */
  types: call(z.strictObject({}), z.array(z.string()), ['MODEL']),
};
