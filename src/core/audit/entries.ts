/** Which action yields which audit entry: one function an action. */
export type { EntryDraft } from './draft.ts';
export * from './evidence-entries.ts';
export * from './identity-entries.ts';
export * from './inspection-entries.ts';
export * from './log-entries.ts';
export * from './review-entries.ts';
export * from './station-entries.ts';
export * from './sync-entries.ts';
