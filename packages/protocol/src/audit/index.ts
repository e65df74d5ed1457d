export { fromBase64, toBase64 } from './base64.ts';
export { canonicalBytes, canonicalText } from './canonical.ts';
export {
  type Checkpoint,
  type NotedCheckpoint,
  type NoteSigner,
  parseSignedCheckpoint,
  signCheckpoint,
} from './checkpoint.ts';
export {
  cosign,
  cosignatureOf,
  formatWitnessRequest,
  readWitnessAnswer,
} from './cosignature.ts';
export { type Sha256, sameBytes, toHex } from './digest.ts';
export type { Ed25519Sign, Ed25519Verify } from './ed25519.ts';
export {
  type AuditEntry,
  auditEntrySchema,
  decodeEntry,
  type EncodedEntry,
  encodeEntry,
} from './entry.ts';
export {
  type ExportFiles,
  exportPaths,
  formatCheckpoints,
  formatVkeys,
} from './export-files.ts';
export { epochActions, KeyEpochs } from './key-epochs.ts';
export { formatNote, formatSignature, isSignedBy, parseNote, type SignedNote } from './note.ts';
export {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from './proof.ts';
export {
  nothingKnown,
  type SignedLogReport,
} from './signed-log.ts';
export {
  type Anchor,
  auditDamages,
  type StoredEntry,
  type StoredNodes,
} from './stored-log.ts';
export {
  bundlesOf,
  entriesPath,
  entryBundle,
  hashTile,
  readEntryBundle,
  type Tile,
  tilePath,
  tilesOf,
  tileWidth,
} from './tiles.ts';
export {
  formatTlogProof,
  parseTlogProof,
  verifyTlogProof,
} from './tlog-proof.ts';
export { completedBy, leafHash, peaks, rootOfLeaves, rootOfPeaks } from './tree.ts';
export {
  formatVerifierKey,
  parseVerifierKey,
  sameKey,
  signatureTypes,
  type VerifierKey,
  verifierKey,
} from './verifier-key.ts';
export { verifyExport } from './verify-export.ts';
export { verifySignedLog } from './verify-signed-log.ts';
