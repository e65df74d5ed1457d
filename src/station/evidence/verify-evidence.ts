/** Checks an evidence bundle against docs/spec/evidence.md, with nothing but the file and, where they are given, keys. */
import type { VerifierKey } from '@fiducial/protocol/audit';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { type Bundle, readBundle } from './bundle.ts';
import { type BundleEntries, readEntries } from './bundle-entries.ts';
import { checkDocuments, inspectedIn } from './check-documents.ts';
import { checkContents, checkManifest } from './check-files.ts';
import { checkProofs, checkSignature, type SignedState } from './check-log.ts';
import { isSignature } from './documents.ts';
import { type EvidenceError, evidenceError } from './errors.ts';
import { type EvidenceFacts, type EvidenceReport, Problems } from './evidence-report.ts';
import { openArchive } from './read-archive.ts';

/** Each part of the verification, by what it looks at. Without one of them, tampering of its kind stays unseen. */
export const evidenceChecks = ['manifest', 'contents', 'log', 'signature', 'documents'] as const;
export type EvidenceCheck = (typeof evidenceChecks)[number];

export interface VerifyOptions {
  /** Verifier keys that came another way than the bundle; null where there are none. */
  readonly keys: readonly VerifierKey[] | null;
  /** Tests leave parts out, to see that they are needed. */
  readonly checks?: readonly EvidenceCheck[];
}

/** Errors: EVIDENCE_ARCHIVE, where there is nothing to check. Everything else is a problem of the report. */
export async function verifyEvidence(
  path: string,
  { keys, checks = evidenceChecks }: VerifyOptions,
): Promise<Result<EvidenceReport, EvidenceError>> {
  const opened = await openArchive(path);
  if (!opened.ok) return opened;
  try {
    const bundle = await readBundle(opened.value);
    const seen = new Problems();
    const entries = readEntries(bundle, seen);
    const signed = checkSignature(bundle, keys, checks.includes('signature') ? seen : new Problems());
    if (checks.includes('manifest')) checkManifest(bundle, seen);
    if (checks.includes('contents')) checkContents(bundle, entries, seen);
    if (checks.includes('log')) checkProofs(bundle, entries, signed, seen);
    if (checks.includes('documents')) checkDocuments(bundle, entries, seen);
    const facts = factsOf(bundle, entries, signed);
    return ok({ problems: seen.all, facts, trust: keys === null ? 'bundle' : 'given' });
  } catch (cause) {
    // The file became shorter, or its disk failed, while it was read.
    return fail(evidenceError('EVIDENCE_ARCHIVE', { reason: String(cause) }));
  } finally {
    await opened.value.close();
  }
}

function factsOf({ contents }: Bundle, entries: BundleEntries, { state, key }: SignedState): EvidenceFacts | null {
  if (contents === null) return null;
  const { inspection, station, made, origin } = contents;
  const after = inspectedIn(entries.inOrder, inspection)?.after ?? {};
  const last = entries.inOrder.filter((entry) => isSignature(entry, inspection)).at(-1);
  const word = (value: string | number | undefined): string => String(value ?? '');
  return {
    inspection,
    station,
    made,
    origin,
    part: word(after.part),
    lot: word(after.lot),
    serial: word(after.serial),
    verdict: word(after.verdict ?? after.status),
    signedOff:
      last?.action === 'board.signed_off'
        ? { verdict: word(last.after.verdict), by: last.actor.name, time: last.time }
        : null,
    entries: entries.places.length,
    logSize: state?.checkpoint.size ?? null,
    key: key === null ? null : `${key.name}+${key.id}`,
  };
}
