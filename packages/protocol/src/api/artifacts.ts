import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { clientMadeId, plainText, sha256Hex, uuid } from './text.ts';
import { artifactKinds, contentTypes } from './words.ts';

/** Largest object that is stored: 2 GiB. */
export const maxArtifactBytes = 2 * 1024 ** 3;

const contentType = z.enum(contentTypes);

/** A name to show and to save under, never a path. */
const filename = plainText(255).regex(/^[^/\\]+$/, 'has a slash in it');

const artifactFields = {
  artifact_id: clientMadeId.optional(),
  filename: filename.optional(),
  content_type: contentType.optional(),
  /** What earlier clients call `content_type`. */
  type: contentType.optional(),
  size_bytes: z.coerce.number().int().min(1).max(maxArtifactBytes).optional(),
  sha256: sha256Hex.optional(),
  kind: z.enum(artifactKinds).optional(),
};
export const artifactDraftSchema = z.object(artifactFields);
export type ArtifactDraft = z.infer<typeof artifactDraftSchema>;

export const artifactSchema = z.object({
  artifact_id: z.guid(),
  inspection_id: z.guid(),
  kind: z.enum(artifactKinds),
  filename: z.string(),
  content_type: z.enum(contentTypes),
  object_key: z.string(),
  /** `waiting` until its bytes are there and were compared. */
  state: z.enum(['waiting', 'stored', 'removed']),
  size_bytes: z.number().int().nullable(),
  sha256: z.string().nullable(),
  created_at: z.string(),
});
export type Artifact = z.infer<typeof artifactSchema>;

const uploadSchema = z.object({
  artifact_id: z.guid(),
  upload_url: z.string(),
  object_key: z.string(),
  /** Seconds from now. */
  expires_in: z.number().int(),
  expires_at: z.string(),
  /** To be sent with the PUT exactly so. */
  headers: z.record(z.string(), z.string()),
  /** Where the bytes are better sent in parts, so that an interruption costs one: the size of each but the last. */
  part_bytes: z.number().int().min(1).nullable().default(null),
  /** Of the upload in the service's bucket, for clients that have credentials of their own for it; null: there is none. */
  bucket_key: z.string().nullable().default(null),
});
export type Upload = z.infer<typeof uploadSchema>;

const byInspection = z.object({ inspection_id: uuid });

export const createArtifact = endpoint({
  id: 'createArtifact',
  method: 'POST',
  path: '/v1/inspections/{inspection_id}/artifacts',
  summary: 'Announce an artifact and get a URL to PUT its bytes to',
  tag: 'Artifacts',
  access: 'inspections:write',
  params: byInspection,
  query: z.object(artifactFields),
  bodyFormat: 'json',
  body: artifactDraftSchema,
  status: 200,
  reply: uploadSchema,
  idempotency: 'required',
  problems: [404, 409],
});

export const confirmationSchema = z.object({
  artifact_id: uuid,
  sha256: sha256Hex,
  size_bytes: z.number().int().min(1).max(maxArtifactBytes),
});
export type Confirmation = z.infer<typeof confirmationSchema>;

export const confirmArtifact = endpoint({
  id: 'confirmArtifact',
  method: 'POST',
  path: '/v1/inspections/{inspection_id}/artifacts/confirm',
  summary: 'Say that the bytes were sent; they are read back and compared',
  tag: 'Artifacts',
  access: 'inspections:write',
  params: byInspection,
  query: z.object({}),
  bodyFormat: 'json',
  body: confirmationSchema,
  status: 200,
  reply: artifactSchema,
  idempotency: 'accepted',
  problems: [404, 409, 422],
});

/** Most parts that S3 makes an object of. */
const mostParts = 10_000;

const byArtifact = z.object({ inspection_id: uuid, artifact_id: uuid });
const partNumber = z.number().int().min(1).max(mostParts);

const partListSchema = z.object({
  artifact_id: z.guid(),
  /** Size of each part but the last, which is what remains. */
  part_bytes: z.number().int().min(1),
  /** Parts that are here whole, by their numbers from 1. */
  received: z.array(z.object({ part_number: partNumber, size_bytes: z.number().int() })),
});
export type PartList = z.infer<typeof partListSchema>;

export const listArtifactParts = endpoint({
  id: 'listArtifactParts',
  method: 'GET',
  path: '/v1/inspections/{inspection_id}/artifacts/{artifact_id}/parts',
  summary: 'Which parts of an artifact have arrived: an interrupted upload goes on with the others',
  tag: 'Artifacts',
  access: 'inspections:write',
  params: byArtifact,
  query: z.object({}),
  bodyFormat: 'none',
  body: z.unknown(),
  status: 200,
  reply: partListSchema,
  idempotency: 'none',
  problems: [404, 422],
});

/** Base64 of 16 bytes. */
const md5 = z.string().regex(/^[A-Za-z0-9+/]{21}[AQgw]==$/, 'is no MD5 in base64');

const partDraftSchema = z.object({
  part_number: partNumber,
  /** Of the part's bytes (Content-MD5): what changes on the way is refused, and only this part is sent again. */
  md5,
});

const partUploadSchema = z.object({
  artifact_id: z.guid(),
  part_number: partNumber,
  upload_url: z.string(),
  expires_in: z.number().int(),
  expires_at: z.string(),
  /** To be sent with the PUT exactly so. */
  headers: z.record(z.string(), z.string()),
});

export const createArtifactPart = endpoint({
  id: 'createArtifactPart',
  method: 'POST',
  path: '/v1/inspections/{inspection_id}/artifacts/{artifact_id}/parts',
  summary: 'Get a URL to PUT one part of an artifact to',
  tag: 'Artifacts',
  access: 'inspections:write',
  params: byArtifact,
  query: z.object({}),
  bodyFormat: 'json',
  body: partDraftSchema,
  status: 200,
  reply: partUploadSchema,
  idempotency: 'none',
  problems: [404, 409, 422],
});

export const getArtifactContent = endpoint({
  id: 'getArtifactContent',
  method: 'GET',
  path: '/v1/inspections/{inspection_id}/artifacts/{artifact_id}/content',
  summary: 'Redirect to a URL that gives the bytes',
  tag: 'Artifacts',
  access: 'inspections:read',
  params: z.object({ inspection_id: uuid, artifact_id: uuid }),
  query: z.object({}),
  bodyFormat: 'none',
  body: z.unknown(),
  status: 302,
  reply: z.unknown(),
  idempotency: 'none',
  problems: [404, 409],
});
