import type { RegistrationDoubt } from '../../core/detection/golden-doubt.ts';
import type { RecordedDefect, RecordedInference, RecordedRegistration } from '../../core/inspection/record.ts';
import type { InspectionStatus, Verdict, Verification } from '../../core/inspection/vocabulary.ts';
import type { InspectionId } from '../../core/kernel/ids.ts';
import type { AppError } from '../../core/kernel/result.ts';

/** A file as a person named it and where that is. */
export interface NamedFile {
  readonly given: string;
  readonly path: string;
  /** Of a stored original: the hash (lower-case hex) that its bytes must have. */
  readonly sha256?: string;
}

/**
 * Who says that a golden is a board's: somebody who named that file, the part's recipe, or only the file's own name beside
 * the board. An earlier one holds over a later one.
 */
type GoldenSource = 'named' | 'recipe' | 'beside';

export interface GoldenFile extends NamedFile {
  readonly from: GoldenSource;
}

/** One board to inspect. */
export interface BoardRequest {
  readonly image: NamedFile;
  readonly golden: GoldenFile | null;
  readonly part: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
}

/** Milliseconds of wall time by stage; stages of different boards overlap. */
export interface BoardTimings {
  readonly decode: number;
  readonly register: number;
  readonly infer: number;
  readonly merge: number;
  /** Storing the original before, and the record after the inspection. */
  readonly store: number;
  /** From the board's start to its commit. */
  readonly total: number;
}

/** A defect with what people said about it since. */
export interface ReportedDefect extends RecordedDefect {
  readonly verification: Verification;
}

/** What an inspection found, stored or not. */
export interface BoardReport {
  readonly request: BoardRequest;
  readonly sha256: string;
  /** What it was compared with; null where there was none. */
  readonly golden: { readonly given: string; readonly from: GoldenSource; readonly sha256: string } | null;
  readonly width: number;
  readonly height: number;
  /** Null when nothing is stored. */
  readonly inspectionId: InspectionId | null;
  readonly status: InspectionStatus;
  /** What holds: where the board was found again, with the decisions and the sign-off since. */
  readonly verdict: Verdict | null;
  /** What the run gave by itself. */
  readonly runVerdict: Verdict | null;
  readonly defects: readonly ReportedDefect[];
  readonly model: RecordedInference['model'];
  readonly provider: string;
  readonly registration: RecordedRegistration | null;
  readonly registrationPoor: boolean;
  /** Why the golden was not trusted; null where it was, or none was given. */
  readonly registrationDoubt: RegistrationDoubt | null;
  readonly timings: BoardTimings;
  /** True when an earlier inspection of the same board was found instead of making another. */
  readonly found: boolean;
  /** Where the board's image can be read from: the stored copy, or the given file when nothing is stored. */
  readonly imagePath: string;
  /** What is to be said about the stored originals of board and golden. */
  readonly warnings: readonly AppError[];
}

/** A board that could not be inspected. `quarantined`: path of the copy, relative to the data directory. */
interface BoardRefusal {
  readonly request: BoardRequest;
  readonly error: AppError;
  readonly quarantined: string | null;
}

export type BoardOutcome =
  | ({ readonly inspected: true } & BoardReport)
  | ({ readonly inspected: false } & BoardRefusal);
