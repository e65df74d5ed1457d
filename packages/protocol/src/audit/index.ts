export { canonicalBytes, canonicalText } from './canonical.ts';
export { type Sha256, sameBytes, toHex } from './digest.ts';
export {
  type AuditEntry,
  type AuditFields,
  auditEntrySchema,
  type DecodedEntry,
  decodeEntry,
  type EncodedEntry,
  encodeEntry,
  maxEntryBytes,
} from './entry.ts';
export {
  type Anchor,
  type AuditDamage,
  auditDamages,
  type LogReport,
  type StoredEntry,
  type StoredLog,
} from './stored-log.ts';
export { completedBy, emptyRoot, leafHash, nodeHash, peaks, rootOfLeaves, rootOfPeaks, type TreeNode } from './tree.ts';
export { verifyLog } from './verify.ts';
