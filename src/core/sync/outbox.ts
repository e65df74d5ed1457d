import type { IdempotencyId } from '../kernel/ids.ts';

/** What can wait to be sent. */
export const outboxKinds = ['inspection', 'verification', 'annotation', 'report', 'audit_checkpoint'] as const;
type OutboxKind = (typeof outboxKinds)[number];

/** `set_aside`: refused for good, shown to a person, never in the way of others. */
export const outboxStates = ['pending', 'sent', 'set_aside'] as const;

/** Something the central API has yet to know. Stored in the transaction of the change it tells of. */
export interface OutboxItem {
  /** Sent with every try of this item; stored before the first. */
  readonly id: IdempotencyId;
  readonly kind: OutboxKind;
  readonly objectId: string;
  /** Counts an object's versions from 1; the receiver keeps the highest. */
  readonly revision: number;
  /** SHA-256 (hex) of the content that this revision stands for. */
  readonly payloadSha256: string;
}
