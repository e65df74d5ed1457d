import type { IdempotencyId } from '../kernel/ids.ts';
import { assertNever } from '../kernel/result.ts';

/** What can wait to be sent. */
export const outboxKinds = [
  'inspection',
  'verification',
  'annotation',
  'report',
  'audit_checkpoint',
  'artifact',
] as const;
export type OutboxKind = (typeof outboxKinds)[number];

/**
 * `set_aside`: refused again and again, shown to a person, never in the way of others. `skipped`: a person said that it
 * will not be sent, and why.
 */
export const outboxStates = ['pending', 'sent', 'set_aside', 'skipped'] as const;
export type OutboxState = (typeof outboxStates)[number];

/**
 * What is sent beside each other. `facts`: what was found and decided, small. `pictures`: originals. `log`: what the
 * copied log itself tells.
 */
export const outboxLanes = ['facts', 'pictures', 'log'] as const;
export type OutboxLane = (typeof outboxLanes)[number];

export function laneOf(kind: OutboxKind): OutboxLane {
  switch (kind) {
    case 'artifact':
      return 'pictures';
    case 'report':
    case 'audit_checkpoint':
      return 'log';
    case 'inspection':
    case 'verification':
    case 'annotation':
      return 'facts';
    default:
      return assertNever(kind);
  }
}

/** Something the central API has yet to know. Stored in the transaction of the change it tells of. */
export interface OutboxItem {
  /** Stored before the first try and the same in every try: of an artifact its id, of others their name in the ledger. */
  readonly id: IdempotencyId;
  readonly kind: OutboxKind;
  readonly objectId: string;
  /** Counts an object's versions from 1; the receiver keeps the highest. */
  readonly revision: number;
  /** SHA-256 (hex) of the content that this revision stands for. */
  readonly payloadSha256: string;
}
