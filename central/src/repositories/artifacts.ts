import type { Artifact, ArtifactKind, ContentType } from '@fiducial/protocol/api';
import { sql } from 'kysely';
import type { Db } from '../database.ts';

export interface ArtifactRow {
  readonly id: string;
  readonly inspection_id: string;
  readonly kind: string;
  readonly filename: string;
  readonly content_type: string;
  readonly object_key: string;
  readonly state: string;
  readonly announced_sha256: string | null;
  readonly announced_bytes: number | null;
  readonly sha256: string | null;
  readonly size_bytes: number | null;
  readonly created_at: Date;
}

export const toArtifact = (row: ArtifactRow): Artifact => ({
  artifact_id: row.id,
  inspection_id: row.inspection_id,
  kind: row.kind as ArtifactKind,
  filename: row.filename,
  content_type: row.content_type as ContentType,
  object_key: row.object_key,
  state: row.state as Artifact['state'],
  size_bytes: row.size_bytes,
  sha256: row.sha256,
  created_at: row.created_at.toISOString(),
});

export const artifactsOf = (db: Db, inspectionId: string): Promise<readonly ArtifactRow[]> =>
  db
    .selectFrom('artifacts')
    .selectAll()
    .where('inspection_id', '=', inspectionId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();

export const findArtifact = (db: Db, inspectionId: string, id: string): Promise<ArtifactRow | undefined> =>
  db
    .selectFrom('artifacts')
    .selectAll()
    .where('inspection_id', '=', inspectionId)
    .where('id', '=', id)
    .executeTakeFirst();

/** Whether any inspection has an artifact of this id. */
export const artifactById = (db: Db, id: string): Promise<ArtifactRow | undefined> =>
  db.selectFrom('artifacts').selectAll().where('id', '=', id).executeTakeFirst();

export type NewArtifact = Pick<
  ArtifactRow,
  'id' | 'inspection_id' | 'kind' | 'filename' | 'content_type' | 'object_key' | 'announced_sha256' | 'announced_bytes'
>;

export async function insertArtifact(db: Db, it: NewArtifact): Promise<void> {
  await db
    .insertInto('artifacts')
    .values({ ...it, state: 'waiting', sha256: null, size_bytes: null, stored_at: null, removed_at: null })
    .execute();
}

/** Says what was stored. Nothing happens where that was said before. */
export async function markStored(db: Db, id: string, digest: { sha256: string; bytes: number }): Promise<boolean> {
  const done = await db
    .updateTable('artifacts')
    .set({
      state: 'stored',
      sha256: digest.sha256,
      size_bytes: digest.bytes,
      stored_at: sql<Date>`now()` as never,
    })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}
