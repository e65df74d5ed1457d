import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { InferRequest, JobReceipt, JobState, Results } from '@fiducial/protocol/api';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Db } from '../database.ts';
import type { Principal } from '../http/principal.ts';
import type { Finding, InspectionAttempt, Inspector } from '../ports/inspector.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { refuse } from '../problems.ts';
import { type ArtifactRow, artifactsOf, insertArtifact, markStored } from '../repositories/artifacts.ts';
import { recordEvent } from '../repositories/events.ts';
import { findInspection, holdInspection } from '../repositories/inspections.ts';
import { type ClaimedJob, endTry, enqueueJob, type JobRow, mostAttempts, openJobOf } from '../repositories/jobs.ts';
import { documentOf, insertRevision, newestRevisions } from '../repositories/results.ts';
import { ok, type Result } from '../result.ts';
import { adoptResults, resultsSha256 } from './store-results.ts';

const toReceipt = (row: JobRow): JobReceipt => ({
  job_id: row.id,
  request_id: row.id,
  status: row.state as JobState,
});

/** Largest image that the platform inspects itself; what is larger is inspected at stations. */
const maxImageBytes = 10 * 1024 * 1024;

const images = ['image/jpeg', 'image/png', 'image/tiff'];

const rawImage = (rows: readonly ArtifactRow[]): ArtifactRow | undefined =>
  rows.find(({ kind, state, content_type }) => kind === 'raw' && state === 'stored' && images.includes(content_type));

/** Queues the inspection of the uploaded image. Runs in a transaction. */
export async function requestInference(
  db: Db,
  principal: Principal,
  inspectionId: string,
  request: InferRequest,
): Promise<Result<JobReceipt>> {
  await holdInspection(db, inspectionId);
  const inspection = await findInspection(db, principal, inspectionId);
  if (inspection === undefined) return refuse('INSPECTION_NOT_FOUND');
  if ((await newestRevisions(db, inspectionId)).station > 0) return refuse('JOB_OF_STATION');
  const open = await openJobOf(db, inspectionId);
  if (open !== undefined) return refuse('JOB_RUNNING', { job_id: open.id, status: open.state });
  const image = rawImage(await artifactsOf(db, inspectionId));
  if (image === undefined) return refuse('JOB_NO_IMAGE');
  if ((image.size_bytes ?? 0) > maxImageBytes) return refuse('JOB_NO_IMAGE', { max_bytes: maxImageBytes });
  const job = await enqueueJob(db, { inspectionId, priority: request.priority ?? inspection.priority, request });
  await db
    .updateTable('inspections')
    .set({ status: 'PROCESSING', updated_at: sql<Date>`now()` as never })
    .where('id', '=', inspectionId)
    .execute();
  const payload = { job_id: job.id, inspection_id: inspectionId, artifact_ids: [image.id] };
  await recordEvent(db, { topic: 'inference.workflow', type: 'inference.requested' }, payload);
  return ok(toReceipt(job));
}

/** A principal of no station: the platform itself. */
const platform: Principal = { kind: 'user', id: 'platform', name: 'platform', scopes: ['admin'], station: null };

export interface InferenceContext {
  readonly db: Db;
  readonly store: ObjectStore;
  readonly inspector: Inspector;
}

/** Works on a claimed job to its end. What it led to and the job's end are one transaction. */
export async function workOn(
  { db, store, inspector }: InferenceContext,
  job: ClaimedJob,
  stop: AbortSignal,
): Promise<JobState> {
  const attempt =
    job.attempts > mostAttempts
      ? ({ type: 'refused', code: 'JOB_GAVE_UP', message: `${mostAttempts} tries ended without an answer` } as const)
      : await attemptOn(db, store, inspector, job, stop);
  switch (attempt.type) {
    case 'inspected':
      await finish(db, store, job, attempt.finding);
      return 'succeeded';
    case 'refused':
      await giveUp(db, job, `${attempt.code}: ${attempt.message}`);
      return 'failed';
    case 'broken':
      // A service that is told to stop gives the job back at once, and the try with it: it is nobody's fault.
      if (stop.aborted) {
        await endTry(db, job, { state: 'given_back' });
        return 'queued';
      }
      if (job.attempts >= mostAttempts) {
        await giveUp(db, job, attempt.message);
        return 'failed';
      }
      await endTry(db, job, { state: 'queued', error: attempt.message, seconds: 2 ** job.attempts });
      return 'queued';
  }
}

async function attemptOn(
  db: Db,
  store: ObjectStore,
  inspector: Inspector,
  job: ClaimedJob,
  stop: AbortSignal,
): Promise<InspectionAttempt> {
  const image = rawImage(await artifactsOf(db, job.inspection_id));
  if (image === undefined) return { type: 'refused', code: 'JOB_NO_IMAGE', message: 'The image was removed' };
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-image-'));
  try {
    const bytes = await store.read(image.object_key);
    if (!bytes.ok) return { type: 'broken', message: `The object store says: ${bytes.error}` };
    const path = join(folder, `image.${image.object_key.split('.').at(-1)}`);
    await pipeline(bytes.value, createWriteStream(path));
    if (!(await looksLikeImage(path))) {
      return { type: 'refused', code: 'IMAGE_FORMAT', message: 'The bytes are no JPEG, PNG or TIFF image' };
    }
    const { model_name } = job.request as InferRequest;
    return await inspector.inspect(path, model_name ?? null, stop);
  } catch (error) {
    return { type: 'broken', message: error instanceof Error ? error.message : String(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** First bytes of the formats that are taken; what has none of them is not worth a process. */
const signatures = ['ffd8ff', '89504e470d0a1a0a', '49492a00', '4d4d002a', '49492b00', '4d4d002b'];

async function looksLikeImage(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    const head = buffer.subarray(0, bytesRead).toString('hex');
    return signatures.some((signature) => head.startsWith(signature));
  } finally {
    await file.close();
  }
}

/** Where the station's own results came while the job ran, they hold: what was found here is kept beside them. */
async function finish(db: Db, store: ObjectStore, job: ClaimedJob, finding: Finding): Promise<void> {
  const overlay = await storeOverlay(store, job, finding.overlay);
  await db.transaction().execute(async (tx) => {
    await holdInspection(tx, job.inspection_id);
    if (!(await endTry(tx, job, { state: 'succeeded' }))) return;
    const newest = await newestRevisions(tx, job.inspection_id);
    const results = resultsOf(finding, newest.central + 1);
    if (newest.station > 0) {
      await insertRevision(tx, job.inspection_id, 'central', results, resultsSha256(results));
    } else {
      const inspection = (await findInspection(tx, platform, job.inspection_id))!;
      if (overlay !== null) {
        await insertArtifact(tx, overlay.artifact);
        await markStored(tx, overlay.artifact.id, overlay.digest);
      }
      await adoptResults(tx, inspection, 'central', results, resultsSha256(results));
    }
    const payload = {
      job_id: job.id,
      inspection_id: job.inspection_id,
      model_name: finding.model.name,
      model_version: finding.model.version,
      results: {
        defects_detected: finding.defects.length,
        processing_time_ms: Math.round(finding.timingsMs.total ?? 0),
      },
    };
    await recordEvent(tx, { topic: 'inference.workflow', type: 'inference.completed' }, payload);
  });
}

async function giveUp(db: Db, job: ClaimedJob, error: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await holdInspection(tx, job.inspection_id);
    if (!(await endTry(tx, job, { state: 'failed', error: error.slice(0, 2000) }))) return;
    await endProcessing(tx, job.inspection_id);
    const payload = { job_id: job.id, inspection_id: job.inspection_id, error: error.slice(0, 500) };
    await recordEvent(tx, { topic: 'inference.workflow', type: 'inference.failed' }, payload);
  });
}

/** What was found earlier holds again, as it was. A station's results that came meanwhile have ended it already. */
async function endProcessing(tx: Db, inspectionId: string): Promise<void> {
  const newest = await newestRevisions(tx, inspectionId);
  const earlier = await documentOf(tx, inspectionId, 'central', newest.central);
  await tx
    .updateTable('inspections')
    .set({ status: earlier?.status ?? 'FAILED', updated_at: sql<Date>`now()` as never })
    .where('id', '=', inspectionId)
    .where('status', '=', 'PROCESSING')
    .execute();
}

/** The overlay's object is there before the database says so; where the commit then fails, it is only unused. */
async function storeOverlay(store: ObjectStore, job: ClaimedJob, overlay: Uint8Array | null) {
  if (overlay === null) return null;
  const id = uuidv7();
  const object_key = `inspections/${job.inspection_id}/derived/${id}.jpg`;
  if (!(await store.write(object_key, overlay, 'image/jpeg')).ok) return null;
  return {
    artifact: {
      id,
      inspection_id: job.inspection_id,
      kind: 'derived',
      filename: 'overlay.jpg',
      content_type: 'image/jpeg',
      object_key,
      announced_sha256: null,
      announced_bytes: null,
    },
    digest: { sha256: createHash('sha256').update(overlay).digest('hex'), bytes: overlay.length },
  };
}

const resultsOf = (finding: Finding, revision: number): Results => ({
  revision,
  status: 'COMPLETE',
  verdict: finding.verdict,
  completed_at: new Date().toISOString(),
  recipe: null,
  inference: {
    inference_id: uuidv7(),
    model: finding.model,
    provider: finding.provider,
    used_golden: false,
    thresholds: {},
    timings_ms: finding.timingsMs,
  },
  defects: finding.defects.map((defect) => ({
    ...defect,
    defect_id: uuidv7(),
    origin: 'model',
    verification: 'not_verified',
  })),
  verifications: [],
  annotations: [],
  sign_off: null,
  error: null,
  metadata: {},
});
