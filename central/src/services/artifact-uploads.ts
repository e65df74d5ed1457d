import {
  type Artifact,
  type ArtifactDraft,
  type Confirmation,
  type ContentType,
  maxArtifactBytes,
  type Upload,
} from '@fiducial/protocol/api';
import { uuidv7 } from 'uuidv7';
import type { Db } from '../database.ts';
import type { Principal } from '../http/principal.ts';
import { type ObjectStore, urlLifetime } from '../ports/object-store.ts';
import { refuse } from '../problems.ts';
import {
  type ArtifactRow,
  artifactById,
  artifactsOf,
  findArtifact,
  insertArtifact,
  markStored,
  toArtifact,
} from '../repositories/artifacts.ts';
import { recordEvent } from '../repositories/events.ts';
import { findInspection } from '../repositories/inspections.ts';
import { ok, type Result } from '../result.ts';
import { planOf } from './artifact-parts.ts';

const extensions: Readonly<Record<ContentType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/tiff': 'tiff',
  'application/json': 'json',
};

/**
 * Announces an artifact and gives the URL for its bytes. An artifact that was announced before, by its id or by the hash
 * of its content, is found again and gets a new URL. Runs in a transaction.
 */
export async function announceArtifact(
  db: Db,
  store: ObjectStore,
  principal: Principal,
  inspectionId: string,
  draft: ArtifactDraft,
  baseUrl: string,
): Promise<Result<Upload>> {
  if ((await findInspection(db, principal, inspectionId)) === undefined) return refuse('INSPECTION_NOT_FOUND');
  const earlier = await findEarlier(db, inspectionId, draft);
  if (!earlier.ok) return earlier;
  if (earlier.value !== null) return ok(await uploadOf(store, earlier.value, baseUrl));
  const id = draft.artifact_id ?? uuidv7();
  const content_type = draft.content_type ?? draft.type ?? 'image/jpeg';
  const kind = draft.kind ?? (content_type === 'application/json' ? 'log' : 'raw');
  const artifact = {
    id,
    inspection_id: inspectionId,
    kind,
    filename: draft.filename ?? `${kind}.${extensions[content_type]}`,
    content_type,
    object_key: `inspections/${inspectionId}/${kind}/${id}.${extensions[content_type]}`,
    announced_sha256: draft.sha256 ?? null,
    announced_bytes: draft.size_bytes ?? null,
  };
  await insertArtifact(db, artifact);
  return ok(await uploadOf(store, artifact, baseUrl));
}

async function findEarlier(
  db: Db,
  inspectionId: string,
  { artifact_id, sha256, kind }: ArtifactDraft,
): Promise<Result<ArtifactRow | null>> {
  if (artifact_id !== undefined) {
    const row = await artifactById(db, artifact_id);
    if (row === undefined) return ok(null);
    const same = row.inspection_id === inspectionId && (sha256 === undefined || row.announced_sha256 === sha256);
    return same ? ok(row) : refuse('ARTIFACT_EXISTS');
  }
  if (sha256 === undefined) return ok(null);
  const rows = await artifactsOf(db, inspectionId);
  return ok(rows.find((row) => row.announced_sha256 === sha256 && (kind === undefined || row.kind === kind)) ?? null);
}

type Announced = Pick<ArtifactRow, 'id' | 'object_key' | 'content_type' | 'announced_sha256' | 'announced_bytes'>;

async function uploadOf(store: ObjectStore, row: Announced, baseUrl: string): Promise<Upload> {
  const { url, headers, expiresAt } = await store.presignPut({
    key: row.object_key,
    contentType: row.content_type,
    sha256: row.announced_sha256,
    bytes: row.announced_bytes,
    baseUrl,
  });
  return {
    artifact_id: row.id,
    upload_url: url,
    object_key: row.object_key,
    expires_in: urlLifetime,
    expires_at: expiresAt.toISOString(),
    headers,
    part_bytes: planOf(store, row)?.partBytes ?? null,
    bucket_key: store.bucketKey(row.object_key),
  };
}

/**
 * Reads an artifact's bytes back and compares them with what the station says they are. Bytes that differ are dropped, so
 * that they can be sent again. Nothing is open in the database while the store is read; done again, it finds it done.
 */
export async function confirmUpload(
  db: Db,
  store: ObjectStore,
  principal: Principal,
  inspectionId: string,
  { artifact_id, sha256, size_bytes }: Confirmation,
): Promise<Result<Artifact>> {
  if ((await findInspection(db, principal, inspectionId)) === undefined) return refuse('INSPECTION_NOT_FOUND');
  const row = await findArtifact(db, inspectionId, artifact_id);
  if (row === undefined) return refuse('ARTIFACT_NOT_FOUND');
  if (row.state === 'removed') return refuse('ARTIFACT_REMOVED');
  if (row.state === 'stored')
    return row.sha256 === sha256 && row.size_bytes === size_bytes ? ok(toArtifact(row)) : refuse('ARTIFACT_MISMATCH');
  const settled = await settle(store, row);
  if (!settled.ok) return settled;
  const digest = settled.value;
  if (digest.sha256 !== sha256 || digest.bytes !== size_bytes) {
    await store.remove(row.object_key);
    return refuse('ARTIFACT_MISMATCH', { sha256: digest.sha256, size_bytes: digest.bytes });
  }
  await recordStored(db, row, digest);
  return ok(toArtifact((await findArtifact(db, inspectionId, artifact_id))!));
}

/** Takes in what was uploaded without being confirmed: clients that ask for an inspection have sent their image. */
export async function settleUploads(db: Db, store: ObjectStore, inspectionId: string): Promise<Result<null>> {
  for (const row of await artifactsOf(db, inspectionId)) {
    if (row.state !== 'waiting') continue;
    const settled = await settle(store, row);
    if (!settled.ok && settled.error.code === 'ARTIFACT_NOT_UPLOADED') continue;
    if (!settled.ok) return settled;
    await recordStored(db, row, settled.value);
  }
  return ok(null);
}

async function settle(store: ObjectStore, row: ArtifactRow) {
  const plan = planOf(store, row);
  if (plan !== null) {
    const joined = await store.joinParts(row.object_key, plan);
    // `missing`: it may have been sent whole, or joined before.
    if (!joined.ok && joined.error === 'unavailable') return refuse('STORE_UNAVAILABLE');
  }
  const settled = await store.settle(row.object_key);
  if (settled.ok) {
    if (settled.value.bytes <= maxArtifactBytes) return settled;
    // A bucket's URL takes any size where none was announced.
    await store.remove(row.object_key);
    return refuse('ARTIFACT_MISMATCH', { max_bytes: maxArtifactBytes });
  }
  return settled.error === 'missing' ? refuse('ARTIFACT_NOT_UPLOADED') : refuse('STORE_UNAVAILABLE');
}

async function recordStored(db: Db, row: ArtifactRow, digest: { sha256: string; bytes: number }): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (!(await markStored(tx, row.id, digest))) return;
    await recordEvent(
      tx,
      { topic: 'artifact.management', type: 'artifact.uploaded' },
      {
        artifact_id: row.id,
        inspection_id: row.inspection_id,
        storage_path: row.object_key,
        content_type: row.content_type,
        size_bytes: digest.bytes,
        checksum: digest.sha256,
      },
    );
  });
}
