import { draft, type EntryDraft, refs } from './draft.ts';

/** `contentsSha256`: of the list of everything that belongs to the bundle (docs/spec/evidence.md E7). */
export const evidenceCreated = (facts: {
  readonly inspectionId: string;
  readonly contentsSha256: string;
}): EntryDraft =>
  draft(
    { action: 'evidence.created', object: { type: 'inspection', id: facts.inspectionId } },
    { refs: refs({ contents: facts.contentsSha256 }) },
  );

/** A bundle that the log speaks of was not written after all: the disk failed, or the program was ended. */
export const evidenceNotWritten = (facts: { readonly inspectionId: string; readonly reason: string }): EntryDraft =>
  draft(
    { action: 'evidence.not_written', object: { type: 'inspection', id: facts.inspectionId } },
    { reason: facts.reason },
  );
