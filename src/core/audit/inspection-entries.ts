import { draft, type EntryDraft, refs } from './draft.ts';

export interface InspectedFacts {
  readonly id: string;
  readonly run: number;
  readonly part: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
  /** UTC, ISO 8601 with milliseconds: the entry's own time is that of the record. */
  readonly startedAt: string;
  readonly imageSha256: string;
  readonly goldenSha256: string | null;
  readonly recipeSha256: string;
  readonly resultSha256: string;
}

const inspected = (facts: InspectedFacts) => ({
  run: facts.run,
  part: facts.part ?? '',
  lot: facts.lot ?? '',
  serial: facts.serial ?? '',
  started: facts.startedAt,
});

const inspectedRefs = (facts: InspectedFacts, modelSha256: string | null) =>
  refs({
    image: facts.imageSha256,
    golden: facts.goldenSha256,
    recipe: facts.recipeSha256,
    model: modelSha256,
    result: facts.resultSha256,
  });

/** `verdict` is `undecided` where a person must decide: the log knows no null. */
export const inspectionCompleted = (
  facts: InspectedFacts & { readonly verdict: string | null; readonly defects: number; readonly modelSha256: string },
): EntryDraft =>
  draft(
    { action: 'inspection.completed', object: { type: 'inspection', id: facts.id } },
    {
      after: {
        ...inspected(facts),
        status: 'completed',
        verdict: facts.verdict ?? 'undecided',
        defects: facts.defects,
      },
      refs: inspectedRefs(facts, facts.modelSha256),
    },
  );

export const inspectionFailed = (facts: InspectedFacts & { readonly errorCode: string }): EntryDraft =>
  draft(
    { action: 'inspection.failed', object: { type: 'inspection', id: facts.id } },
    { after: { ...inspected(facts), status: 'failed', error: facts.errorCode }, refs: inspectedRefs(facts, null) },
  );

export const imageQuarantined = (facts: {
  readonly id: string;
  readonly sourcePath: string;
  readonly code: string;
  readonly sha256: string | null;
}): EntryDraft =>
  draft(
    { action: 'image.quarantined', object: { type: 'quarantine', id: facts.id } },
    { reason: facts.code, after: { source: facts.sourcePath }, refs: refs({ image: facts.sha256 }) },
  );

export const reportCreated = (facts: {
  readonly id: string;
  readonly inspectionId: string;
  readonly sha256: string;
}): EntryDraft =>
  draft(
    { action: 'report.created', object: { type: 'report', id: facts.id } },
    { after: { inspection: facts.inspectionId }, refs: { report: facts.sha256 } },
  );

export const exportCreated = (facts: {
  readonly id: string;
  readonly format: string;
  readonly inspections: number;
  readonly sha256: string | null;
}): EntryDraft =>
  draft(
    { action: 'export.created', object: { type: 'export', id: facts.id } },
    { after: { format: facts.format, inspections: facts.inspections }, refs: refs({ export: facts.sha256 }) },
  );
