import { draft, type EntryDraft, refs } from './draft.ts';

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
/** From the central service: here, and used by nothing until somebody says so. */
export const modelReceived = modelChange('model.received');
/** `reason`: code of what is wrong with what the central service offered. */
export const modelRefused = (facts: ModelFacts & { readonly reason: string }): EntryDraft => ({
  ...modelChange('model.refused')(facts),
  reason: facts.reason,
});

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
