import type { AuditEntry } from '@fiducial/protocol/audit';

/** What an action says in the log; the station adds sequence, time, place and person. */
export type EntryDraft = Pick<AuditEntry, 'action' | 'object' | 'reason' | 'before' | 'after' | 'refs'>;

type Named = Pick<EntryDraft, 'action' | 'object'>;

const draft = (named: Named, rest: Partial<Omit<EntryDraft, keyof Named>> = {}): EntryDraft => ({
  reason: '',
  before: {},
  after: {},
  refs: {},
  ...named,
  ...rest,
});

/** Hashes that are there; an absent one leaves no key. */
function refs(hashes: Readonly<Record<string, string | null>>): Record<string, string> {
  const present: Record<string, string> = {};
  for (const [name, hash] of Object.entries(hashes)) if (hash !== null) present[name] = hash;
  return present;
}

export interface InspectedFacts {
  readonly id: string;
  readonly run: number;
  readonly part: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
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

export const recipeVersioned = (facts: {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly sha256: string;
  readonly previousSha256: string | null;
}): EntryDraft =>
  draft(
    { action: 'recipe.versioned', object: { type: 'recipe', id: facts.id } },
    {
      before: facts.version > 1 ? { version: facts.version - 1 } : {},
      after: { name: facts.name, version: facts.version },
      refs: refs({ recipe: facts.sha256, previous: facts.previousSha256 }),
    },
  );

export interface ModelFacts {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
}

const modelChange =
  (action: string) =>
  (facts: ModelFacts): EntryDraft =>
    draft(
      { action, object: { type: 'model', id: `${facts.name}@${facts.version}` } },
      { refs: { model: facts.sha256 } },
    );

export const modelAdded = modelChange('model.added');
export const modelRemoved = modelChange('model.removed');

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

/** Values go by hash when they are long; the caller passes what may be read in the log. */
export const settingChanged = (facts: {
  readonly key: string;
  readonly before: string | null;
  readonly after: string;
}): EntryDraft =>
  draft(
    { action: 'setting.changed', object: { type: 'setting', id: facts.key } },
    { before: facts.before === null ? {} : { value: facts.before }, after: { value: facts.after } },
  );

const stationChange =
  (action: string) =>
  (facts: { readonly station: string; readonly version: string }): EntryDraft =>
    draft({ action, object: { type: 'station', id: facts.station } }, { after: { version: facts.version } });

export const stationStarted = stationChange('station.started');
export const stationStopped = stationChange('station.stopped');
