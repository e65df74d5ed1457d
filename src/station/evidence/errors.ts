/** What is wrong with an evidence bundle, or keeps one from being made. Rules: docs/spec/evidence.md. */
import { type CodedError, codedErrors } from '../../core/kernel/coded-errors.ts';

const errors = codedErrors({
  /** No file, no bundle, or not in its one form: E1 to E4. */
  EVIDENCE_ARCHIVE: 'This file is no evidence bundle as the station writes it.',
  /** E5, E6. */
  EVIDENCE_FORMAT: 'The bundle’s list of its own files cannot be read.',
  /** E5, E6. */
  EVIDENCE_FILE_CHANGED: 'A file of the bundle is not the one that was put in.',
  /** E5, E6. */
  EVIDENCE_FILE_MISSING: 'The bundle does not have exactly the files that it says it has.',
  /** E8. */
  EVIDENCE_ENTRY_DAMAGED: 'An entry of the log was changed in the bundle.',
  /** E8. */
  EVIDENCE_PROOF_FAILED: 'An entry of the bundle is not proven to be in the log.',
  /** E9. */
  EVIDENCE_CHECKPOINT_FORGED: 'The state of the log in the bundle is not signed by a key of the bundle.',
  /** E9. */
  EVIDENCE_KEY_UNKNOWN: 'The bundle is signed by a key that is not among those that were given.',
  /** E7, E10. */
  EVIDENCE_NOT_LOGGED: 'The log does not say what the bundle says.',
  /** While making one: the last entry could not be signed. */
  EVIDENCE_UNSIGNED:
    'The newest entries of the log are not signed yet, and the key cannot be used here. No bundle was written; make it from the window.',
  /** While making one. */
  EVIDENCE_ORIGINAL_DAMAGED:
    'An original image of this inspection is missing or was changed on disk. No bundle was written; run `fiducial doctor --full`.',
  /** While making one. */
  EVIDENCE_RESULT_DAMAGED:
    'What is stored about this inspection is not what the log says it found. No bundle was written; run `fiducial audit verify`.',
  /** While making one: over 10,000 files or 4,000,000,000 bytes. */
  EVIDENCE_TOO_LARGE: 'This inspection is too large for one bundle. None was written.',
});
export const evidenceErrorCodes = errors.codes;
export type EvidenceErrorCode = (typeof evidenceErrorCodes)[number];
export type EvidenceError = CodedError<EvidenceErrorCode>;
export const evidenceError = errors.make;
