/** An entry of the log as a sentence: which text says it, and with which words. */
import type { z } from 'zod';
import type { audit } from '../../../ipc/audit.ts';

export type AuditEntry = z.output<typeof audit.page.output>['entries'][number];

/** Actions that have a sentence of their own; the log may hold others, of later versions. */
export const wordedActions = [
  'inspection.completed',
  'inspection.failed',
  'image.quarantined',
  'recipe.versioned',
  'model.added',
  'model.removed',
  'report.created',
  'export.created',
  'setting.changed',
  'verification.set',
  'annotation.made',
  'annotation.removed',
  'board.signed_off',
  'board.reopened',
  'station.started',
  'station.stopped',
  'station.backed_up',
  'station.restored',
  'clock.jumped',
  'key.epoch_started',
  'key.lost',
  'log.rolled_back',
  'log.exported',
  'person.signed_in',
  'person.signed_out',
  'person.sign_in_failed',
  'person.locked_out',
  'person.added',
  'person.changed',
  'person.credential_changed',
  'person.unlocked',
  'session.locked',
  'access.recovered',
  'access.recovery_code_made',
  'evidence.created',
  'evidence.not_written',
  'sync.item_skipped',
  'sync.item_retried',
  'sync.items_retried',
  'sync.items_resent',
  'sync.witness_accepted',
] as const;

/** Key of the text under `sentence` and `action`: `inspection_completed`, or `other`. */
export const sentenceKey = (action: string): string =>
  (wordedActions as readonly string[]).includes(action) ? action.replaceAll('.', '_') : 'other';

/** Words that a sentence may use, all text; what an entry does not say is empty. */
export function wordsOf(entry: AuditEntry): Readonly<Record<string, string>> {
  const { after, before, object, reason } = entry;
  return {
    ...textOf(after),
    ...prefixed('before', before),
    action: entry.action,
    object: object.id,
    objectType: object.type,
    reason,
    board: boardOf(after),
    ...signatureWords(entry),
  };
}

/** What people call the board: serial, else lot, else part. */
export const boardOf = (after: AuditEntry['after']): string =>
  [after.serial, after.lot, after.part].find((word): word is string => typeof word === 'string' && word !== '') ?? '';

const textOf = (values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asText(value)]));

const prefixed = (prefix: string, values: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}_${name}`, asText(value)]));

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const signatureWords = (entry: AuditEntry): { readonly meaning?: string } => {
  const signature = signatureOf(entry);
  return signature === null ? {} : { meaning: signature.meaning };
};

/** Who signed with which meaning and proof; null for an entry that is no signature. */
export function signatureOf({ action, after, actor }: AuditEntry) {
  if (action !== 'board.signed_off') return null;
  const word = (name: string, otherwise: string) => {
    const value = after[name];
    return typeof value === 'string' && value !== '' ? value : otherwise;
  };
  return {
    printedName: word('signer', actor.name),
    meaning: word('meaning', 'reviewed').replaceAll(' ', '_'),
    factor: word('factor', 'none'),
  };
}

/** The inspection that an entry is about, to open it; null where there is none. */
export function inspectionOf({ object, after }: AuditEntry): string | null {
  if (object.type === 'inspection') return object.id;
  const named = after.inspection;
  return typeof named === 'string' && named !== '' ? named : null;
}
