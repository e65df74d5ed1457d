import type { AnnotationContent } from '../annotation/annotation.ts';
import type { SignatureFactor, SignatureMeaning } from '../identity/signature.ts';
import type { AnnotationId, DefectId, InspectionId } from '../kernel/ids.ts';
import type { AppError } from '../kernel/result.ts';
import type { RecipeContent } from './recipe.ts';
import type { RecordedDefect, RecordedImage, RecordedInference, RecordedRegistration } from './record.ts';
import type { InspectionStatus, Verdict, Verification } from './vocabulary.ts';

/** An inspection as lists show it. */
interface InspectionSummary {
  readonly id: InspectionId;
  readonly station: string;
  readonly part: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
  readonly run: number;
  readonly status: InspectionStatus;
  readonly verdict: Verdict | null;
  readonly defectCount: number;
  readonly imageSha256: string;
  /** UTC, ISO 8601 with milliseconds. */
  readonly startedAt: string;
}

/** Which record says it: where a later one was taken back, an earlier one holds again, with its own person and time. */
interface StoredWord {
  readonly recordId: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly time: string;
}

/** What a person last said about a defect. */
interface StoredVerification extends StoredWord {
  readonly verification: Verification;
  readonly reason: string;
  readonly note: string;
}

/** The sign-off that stands. */
export interface StoredSignOff extends StoredWord {
  readonly verdict: Verdict;
  readonly note: string;
  /** The signature as it is printed (21 CFR 11.50). */
  readonly printedName: string;
  readonly meaning: SignatureMeaning;
  /** `none`: the station had no people, so nobody proved who signs. */
  readonly factor: SignatureFactor;
}

/** An engineer's truth as it stands now; removed ones are not among them. */
export interface StoredAnnotation extends AnnotationContent, StoredWord {
  readonly id: AnnotationId;
}

export interface StoredDefect extends RecordedDefect {
  readonly id: DefectId;
  /** Null while it is undecided. */
  readonly verified: StoredVerification | null;
}

/** Everything that is stored about one inspection: what a report, an export and the sync need. */
export interface StoredInspection extends Omit<InspectionSummary, 'defectCount'> {
  readonly image: RecordedImage;
  readonly golden: RecordedImage | null;
  readonly recipe: {
    readonly name: string;
    readonly version: number;
    readonly sha256: string;
    readonly content: RecipeContent;
  };
  readonly registration: RecordedRegistration | null;
  readonly registrationPoor: boolean;
  readonly inference: RecordedInference | null;
  /** In the engine's order. */
  readonly defects: readonly StoredDefect[];
  /** By the time of their first save. */
  readonly annotations: readonly StoredAnnotation[];
  /** What holds now: `verdict`, which the run gave, with the decisions and the sign-off since. */
  readonly standingVerdict: Verdict | null;
  readonly signOff: StoredSignOff | null;
  readonly error: Pick<AppError, 'code' | 'message'> | null;
  readonly resultSha256: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly by: { readonly id: string; readonly name: string };
  /** Place of the entry that recorded it in the audit log, from 0. */
  readonly auditSeq: number;
}
