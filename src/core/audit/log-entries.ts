/** What the log says about itself: its keys, its clock, its history. */
import { draft, type EntryDraft } from './draft.ts';

interface EpochFacts {
  /** Of the new epoch. */
  readonly number: number;
  /** `<origin>+<hash>+<base64>`. */
  readonly vkey: string;
  /** Of the epoch before; null for a log's first. */
  readonly previous: { readonly number: number; readonly vkey: string } | null;
}

export type EpochReason = 'first' | 'age' | 'request' | 'sealing';

const epochChange = (action: string, { number, vkey, previous }: EpochFacts, reason: string): EntryDraft =>
  draft(
    { action, object: { type: 'key', id: String(number) } },
    {
      reason,
      before: previous === null ? {} : { epoch: previous.number, vkey: previous.vkey },
      after: { epoch: number, vkey },
    },
  );

/** The checkpoint that covers this entry is the last that the key before signs. */
export const keyEpochStarted = (facts: EpochFacts & { readonly reason: EpochReason }): EntryDraft =>
  epochChange('key.epoch_started', facts, facts.reason);

/** A new epoch that the key before could not sign for. `reason`: why, in the words of an error code. */
export const keyLost = (facts: EpochFacts & { readonly reason: string }): EntryDraft =>
  epochChange('key.lost', facts, facts.reason);

/** `byMs`: how far the wall clock moved beyond the time that really passed; negative where it was set back. */
export const clockJumped = (facts: { readonly station: string; readonly from: string; readonly byMs: number }) =>
  draft(
    { action: 'clock.jumped', object: { type: 'station', id: facts.station } },
    { reason: facts.byMs < 0 ? 'back' : 'forward', before: { time: facts.from }, after: { by_ms: facts.byMs } },
  );

/** The log had `lostSize` entries once, with this root, and has `size` now. */
export const logRolledBack = (facts: {
  readonly station: string;
  readonly lostSize: number;
  readonly lostRoot: string;
  readonly size: number;
}): EntryDraft =>
  draft(
    { action: 'log.rolled_back', object: { type: 'station', id: facts.station } },
    { before: { size: facts.lostSize }, after: { size: facts.size }, refs: { root: facts.lostRoot } },
  );

/** `files`: originals in it. */
export const backupMade = (facts: { readonly station: string; readonly size: number; readonly sha256: string }) =>
  draft(
    { action: 'station.backed_up', object: { type: 'station', id: facts.station } },
    { after: { size: facts.size }, refs: { backup: facts.sha256 } },
  );

export const backupRestored = (facts: { readonly station: string; readonly sha256: string }): EntryDraft =>
  draft(
    { action: 'station.restored', object: { type: 'station', id: facts.station } },
    { refs: { backup: facts.sha256 } },
  );

/** `size`: entries that the export proves. */
export const logExported = (facts: { readonly station: string; readonly size: number; readonly root: string }) =>
  draft(
    { action: 'log.exported', object: { type: 'station', id: facts.station } },
    { after: { size: facts.size }, refs: { root: facts.root } },
  );
