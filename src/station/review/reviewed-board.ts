import type { Box } from '../../core/detection/box.ts';
import type { RegistrationDoubt } from '../../core/detection/golden-doubt.ts';
import type { Provider } from '../../core/detection/provider.ts';
import { boardToGoldenMatrix, type SimilarityMatrix } from '../../core/detection/similarity.ts';
import { type InspectionError, inspectionError } from '../../core/inspection/errors.ts';
import type { RecordedImage, RecordedRegistration } from '../../core/inspection/record.ts';
import { doubtOfStored } from '../../core/inspection/registration-doubt.ts';
import { compareSeverity } from '../../core/inspection/severity.ts';
import type { StoredDefect, StoredInspection, StoredSignOff } from '../../core/inspection/stored.ts';
import type { VerdictRule } from '../../core/inspection/verdict.ts';
import type {
  AnnotationKind,
  DefectOrigin,
  InspectionStatus,
  Severity,
  Verdict,
  Verification,
} from '../../core/inspection/vocabulary.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { findStored } from '../inspections/read.ts';
import { impliedOf } from './standing.ts';

interface Person {
  readonly id: string;
  readonly name: string;
}

interface Picture {
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

interface ReviewedDefect {
  readonly id: string;
  readonly type: string;
  readonly box: Box;
  readonly confidence: number | null;
  readonly severity: Severity;
  readonly origin: DefectOrigin;
  readonly verification: Verification;
  readonly reason: string;
  readonly note: string;
  readonly decidedBy: Person | null;
  readonly decidedAt: string | null;
}

/** One inspection as the review screen shows it. */
export interface ReviewedBoard {
  readonly id: string;
  readonly part: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
  readonly startedAt: string;
  readonly status: InspectionStatus;
  /** What holds now: the sign-off's, else what the rules say. */
  readonly verdict: Verdict | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Null where the image was never decoded. */
  readonly image: Picture | null;
  readonly golden: Picture | null;
  readonly registration: (RecordedRegistration & { readonly matrix: SimilarityMatrix }) | null;
  readonly registrationPoor: boolean;
  readonly registrationDoubt: RegistrationDoubt | null;
  /** Millimetres per board pixel; null where the recipe does not know. */
  readonly mmPerPx: number | null;
  readonly recipe: { readonly name: string; readonly version: number };
  readonly model: { readonly name: string; readonly version: string; readonly sha256: string } | null;
  readonly provider: Provider | null;
  readonly timingsMs: Record<string, number>;
  /** Worst first, then by confidence. */
  readonly defects: ReviewedDefect[];
  readonly annotations: {
    readonly id: string;
    readonly defectId: string | null;
    readonly kind: AnnotationKind;
    readonly box: Box | null;
    readonly label: string | null;
    readonly notes: string;
    readonly by: Person;
    readonly time: string;
  }[];
  readonly implied: {
    readonly verdict: Verdict | null;
    readonly rule: VerdictRule;
    readonly signing: {
      readonly verdict: Verdict;
      readonly confirmed: string[];
      readonly undecided: number;
      readonly refused: string | null;
    };
  };
  readonly signedOff: Pick<StoredSignOff, 'verdict' | 'by' | 'time' | 'printedName' | 'meaning' | 'factor'> | null;
  readonly revision: number;
  readonly auditSeq: number;
}

/** A board for the review screen, as it is after the last commit. Errors: DB_*, INSPECTION_NOT_FOUND. */
export function readBoard(db: Database, inspectionId: string): Result<ReviewedBoard, DbError | InspectionError> {
  const stored = db.snapshot(() => findStored(db, inspectionId));
  if (!stored.ok) return stored;
  return stored.value === null ? fail(inspectionError('INSPECTION_NOT_FOUND')) : ok(reviewedBoard(stored.value));
}

export function reviewedBoard(stored: StoredInspection): ReviewedBoard {
  const { inference, recipe, signOff, registration } = stored;
  const inOrder = { ...stored, defects: stored.defects.toSorted(worstFirst) };
  const { verdict, rule, signing } = impliedOf(inOrder);
  const image = pictureOf(stored.image);
  return {
    id: stored.id,
    part: stored.part,
    lot: stored.lot,
    serial: stored.serial,
    startedAt: stored.startedAt,
    status: stored.status,
    verdict: stored.standingVerdict,
    error: stored.error && { code: stored.error.code, message: stored.error.message },
    image,
    golden: stored.golden && pictureOf(stored.golden),
    registration: registration && image && { ...registration, matrix: boardToGoldenMatrix(registration, image) },
    registrationPoor: stored.registrationPoor,
    registrationDoubt: doubtOfStored(stored),
    mmPerPx: mmPerBoardPx(stored),
    recipe: { name: recipe.name, version: recipe.version },
    model: inference && { ...inference.model },
    provider: inference && (inference.provider as Provider),
    timingsMs: { ...inference?.timingsMs },
    defects: inOrder.defects.map(reviewedDefect),
    annotations: stored.annotations.map((annotation) => ({ ...annotation })),
    implied: { verdict, rule, signing: { ...signing, confirmed: [...signing.confirmed] } },
    signedOff: signOff && signatureShown(signOff),
    revision: stored.revision,
    auditSeq: stored.auditSeq,
  };
}

const worstFirst = (a: StoredDefect, b: StoredDefect): number =>
  compareSeverity(b.severity, a.severity) || (b.confidence ?? 1) - (a.confidence ?? 1);

function reviewedDefect({ verified, ...defect }: StoredDefect): ReviewedDefect {
  return {
    ...defect,
    verification: verified?.verification ?? 'not_verified',
    reason: verified?.reason ?? '',
    note: verified?.note ?? '',
    decidedBy: verified?.by ?? null,
    decidedAt: verified?.time ?? null,
  };
}

const pictureOf = ({ sha256, width, height }: RecordedImage): Picture | null =>
  width === null || height === null ? null : { sha256, width, height };

/** The recipe knows golden pixels; a board that was laid over its golden has `scale` golden pixels to one of its own. */
function mmPerBoardPx({ recipe, registration, registrationPoor }: StoredInspection): number | null {
  // A version stored by an earlier release does not have the field.
  const mmPerGoldenPx = recipe.content.mmPerPx ?? null;
  return mmPerGoldenPx && mmPerGoldenPx * (registrationPoor ? 1 : (registration?.scale ?? 1));
}

const signatureShown = ({ verdict, by, time, printedName, meaning, factor }: StoredSignOff) => ({
  verdict,
  by,
  time,
  printedName,
  meaning,
  factor,
});
