export { fromBase64, toBase64 } from './base64.ts';
export { canonicalBytes, canonicalText } from './canonical.ts';
export {
  type Checkpoint,
  formatCheckpoint,
  type NotedCheckpoint,
  type NoteSigner,
  parseCheckpoint,
  parseSignedCheckpoint,
  signCheckpoint,
} from './checkpoint.ts';
export {
  type Cosignature,
  cosign,
  cosignatureOf,
  formatWitnessRequest,
  readWitnessAnswer,
  type WitnessAnswer,
  type WitnessRequest,
} from './cosignature.ts';
export { type Sha256, sameBytes, toHex } from './digest.ts';
export type { Ed25519Sign, Ed25519Verify } from './ed25519.ts';
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
  type ExportFiles,
  exportPaths,
  formatCheckpoints,
  formatVkeys,
  parseCheckpoints,
  parseVkeys,
} from './export-files.ts';
export { epochActions, KeyEpochs } from './key-epochs.ts';
export { formatNote, formatSignature, isSignedBy, type NoteSignature, parseNote, type SignedNote } from './note.ts';
export type { Parsed } from './parsed.ts';
export {
  type ConsistencyClaim,
  consistencyProof,
  type InclusionClaim,
  inclusionProof,
  type NodeReader,
  verifyConsistency,
  verifyInclusion,
} from './proof.ts';
export {
  type Epoch,
  type HandOver,
  type KnownElsewhere,
  nothingKnown,
  type ProvenLog,
  type SignedLog,
  type SignedLogReport,
  type StoredCheckpoint,
  type ToldRollback,
  type VerifyingTools,
} from './signed-log.ts';
export {
  type Anchor,
  type AuditDamage,
  auditDamages,
  type DamagedLog,
  type LogReport,
  type StoredEntry,
  type StoredLog,
  type StoredNodes,
} from './stored-log.ts';
export {
  bundlesOf,
  entriesPath,
  entryBundle,
  hashTile,
  readEntryBundle,
  readHashTile,
  type Tile,
  tilePath,
  tilesOf,
  tileWidth,
} from './tiles.ts';
export {
  formatTlogProof,
  type ProofTrust,
  type ProvenEntry,
  parseTlogProof,
  type TlogProof,
  verifyTlogProof,
} from './tlog-proof.ts';
export { completedBy, emptyRoot, leafHash, nodeHash, peaks, rootOfLeaves, rootOfPeaks, type TreeNode } from './tree.ts';
export {
  formatVerifierKey,
  keyId,
  parseVerifierKey,
  type SignatureType,
  sameKey,
  signatureTypes,
  type VerifierKey,
  verifierKey,
} from './verifier-key.ts';
export { verifyLog } from './verify.ts';
export { verifyExport } from './verify-export.ts';
export { verifySignedLog } from './verify-signed-log.ts';
