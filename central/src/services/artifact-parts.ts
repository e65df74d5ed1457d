import type { createArtifactPart, PartList } from '@fiducial/protocol/api';
import type { z } from 'zod';
import type { Db } from '../database.ts';
import type { Principal } from '../http/principal.ts';
import {
  countOfParts,
  type ObjectStore,
  type PartPlan,
  partsOfPlan,
  sizeOfPart,
  urlLifetime,
} from '../ports/object-store.ts';
import { refuse } from '../problems.ts';
import { type ArtifactRow, findArtifact } from '../repositories/artifacts.ts';
import { findInspection } from '../repositories/inspections.ts';
import { ok, type Result } from '../result.ts';

/** How an artifact is sent in parts; null where it is sent whole: it is small, or was announced without its size and hash. */
export function planOf(
  { partBytes }: ObjectStore,
  row: Pick<ArtifactRow, 'announced_bytes' | 'announced_sha256'>,
): PartPlan | null {
  const bytes = row.announced_bytes;
  return bytes === null || row.announced_sha256 === null || bytes <= partBytes ? null : { bytes, partBytes };
}

interface PartOf {
  readonly principal: Principal;
  readonly inspectionId: string;
  readonly artifactId: string;
}

interface Planned {
  readonly row: ArtifactRow;
  readonly plan: PartPlan;
}

async function findPlanned(
  db: Db,
  store: ObjectStore,
  { principal, inspectionId, artifactId }: PartOf,
): Promise<Result<Planned>> {
  if ((await findInspection(db, principal, inspectionId)) === undefined) return refuse('INSPECTION_NOT_FOUND');
  const row = await findArtifact(db, inspectionId, artifactId);
  if (row === undefined) return refuse('ARTIFACT_NOT_FOUND');
  if (row.state === 'removed') return refuse('ARTIFACT_REMOVED');
  const plan = planOf(store, row);
  return plan === null ? refuse('ARTIFACT_NOT_IN_PARTS') : ok({ row, plan });
}

/**
 * The parts that are here, as the store says; nothing of them is kept in the database. Of an artifact that is stored:
 * all.
 */
export async function listParts(db: Db, store: ObjectStore, of: PartOf): Promise<Result<PartList>> {
  const planned = await findPlanned(db, store, of);
  if (!planned.ok) return planned;
  const { row, plan } = planned.value;
  const received = row.state === 'stored' ? ok(allParts(plan)) : await store.receivedParts(row.object_key);
  if (!received.ok) return refuse('STORE_UNAVAILABLE');
  return ok({
    artifact_id: row.id,
    part_bytes: plan.partBytes,
    received: partsOfPlan(plan, received.value).map(({ number, bytes }) => ({
      part_number: number,
      size_bytes: bytes,
    })),
  });
}

const allParts = (plan: PartPlan) =>
  Array.from({ length: countOfParts(plan) }, (_, at) => ({ number: at + 1, bytes: sizeOfPart(plan, at + 1) }));

/** A URL for one part. The first begins the upload. */
export async function presignPart(
  db: Db,
  store: ObjectStore,
  of: PartOf,
  draft: z.output<typeof createArtifactPart.body>,
  baseUrl: string,
): Promise<Result<z.input<typeof createArtifactPart.reply>>> {
  const planned = await findPlanned(db, store, of);
  if (!planned.ok) return planned;
  const { row, plan } = planned.value;
  const number = draft.part_number;
  if (row.state === 'stored') return refuse('ARTIFACT_STORED');
  if (number > countOfParts(plan)) return refuse('ARTIFACT_NO_SUCH_PART', { parts: countOfParts(plan) });
  const presigned = await store.presignPart({
    key: row.object_key,
    contentType: row.content_type,
    number,
    bytes: sizeOfPart(plan, number),
    md5: draft.md5,
    baseUrl,
  });
  if (!presigned.ok) return refuse('STORE_UNAVAILABLE');
  const { url, headers, expiresAt } = presigned.value;
  return ok({
    artifact_id: row.id,
    part_number: number,
    upload_url: url,
    expires_in: urlLifetime,
    expires_at: expiresAt.toISOString(),
    headers,
  });
}
