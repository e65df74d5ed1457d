/** What a verification of a bundle says. */
import { type EvidenceErrorCode, evidenceError } from './errors.ts';

/** A rule that does not hold, and the file in which that was seen. */
export interface EvidenceProblem {
  readonly code: EvidenceErrorCode;
  readonly path: string;
  readonly message: string;
}

/** What a bundle says, as far as it could be read; to be believed where there is no problem. */
export interface EvidenceFacts {
  readonly inspection: string;
  readonly station: string;
  readonly made: string;
  readonly origin: string;
  readonly part: string;
  readonly lot: string;
  readonly serial: string;
  /** Of the inspection: `undecided` where a person had to decide. */
  readonly verdict: string;
  /** The sign-off that stands; null where there is none, or it was taken back. */
  readonly signedOff: { readonly verdict: string; readonly by: string; readonly time: string } | null;
  readonly entries: number;
  /** Of the log that the proofs lead to. */
  readonly logSize: number | null;
  /** Verifier key that signed; null where none did. */
  readonly key: string | null;
}

export interface EvidenceReport {
  readonly problems: readonly EvidenceProblem[];
  readonly facts: EvidenceFacts | null;
  /** `given`: the signing key is one of those that came another way; `bundle`: it is known from the bundle alone. */
  readonly trust: 'given' | 'bundle';
}

/** Gathers what does not hold, so that one fault does not hide the next. */
export class Problems {
  readonly all: EvidenceProblem[] = [];
  add(code: EvidenceErrorCode, path: string, why: string): void {
    this.all.push({ code, path, message: `${evidenceError(code).message} ${path}: ${why}.` });
  }
}
