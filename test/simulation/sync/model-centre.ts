/** The central service as its contract says it behaves, in memory: what it has survives its crashes. */
import { createHash } from 'node:crypto';
import { type Results, resultsSchema, syncItemSchema } from '../../../packages/protocol/src/api/index.ts';
import { canonicalText } from '../../../packages/protocol/src/audit/index.ts';
import { ModelWitness } from './model-witness.ts';

export const centreUrl = 'https://centre.example';
const storeUrl = 'https://store.example';
export const stationToken = 'fcd_0123456789abcdef';
export const stationName = 'bench-1';
const urlLifeMs = 900_000;
/** Larger originals are sent in parts of this size. */
const partBytes = 2048;

export interface CentreReply {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: number;
}

interface StoredRevision {
  readonly sha256: string;
  readonly results: Results;
}

interface HeldInspection {
  readonly draft: string;
  readonly madeAtMs: number;
  revision: number;
  readonly revisions: Map<number, StoredRevision>;
}

interface HeldArtifact {
  readonly inspectionId: string;
  readonly announced: string;
  readonly size: number;
  bytes: Uint8Array | null;
  /** By number, from 1. */
  readonly parts: Map<number, Uint8Array>;
  stored: { readonly sha256: string; readonly bytes: number } | null;
}

/** What a backup of the service has. */
interface CentreBackup {
  readonly inspections: ReadonlyMap<string, HeldInspection>;
  readonly artifacts: ReadonlyMap<string, HeldArtifact>;
  readonly entries: readonly string[];
  readonly witnessed: number;
}

export interface CentreOptions {
  /** Planted: what a client made is known for a day only, as keys are. */
  readonly idsExpire?: boolean;
}

export const hex = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

export class ModelCentre {
  readonly inspections = new Map<string, HeldInspection>();
  /** Made a second time under another row: what an expired key would do. */
  readonly duplicates: string[] = [];
  readonly artifacts = new Map<string, HeldArtifact>();
  readonly entries: string[] = [];
  /** What its own rules forbid and was asked nevertheless. */
  readonly complaints: string[] = [];
  /** Inspections that it refuses, fails over, or keeps as something else than it was sent. */
  readonly poison = new Map<string, 'refuses' | 'crashes' | 'alters'>();
  readonly witness = new ModelWitness();
  /** Inspections and artifacts that it had and lost, wholly or in part: it was restored from a backup. */
  readonly lost = new Set<string>();
  /** How often it was restored: connections of the time before are gone. */
  restores = 0;
  /** Whether the station's token is accepted now. */
  tokenHolds = true;
  readonly #options: CentreOptions;
  readonly nowMs: () => number;

  /** @param nowMs The service's own clock, which is right. */
  constructor(nowMs: () => number, options: CentreOptions = {}) {
    this.nowMs = nowMs;
    this.#options = options;
  }

  handle(method: string, url: string, headers: Readonly<Record<string, string>>, body: Uint8Array): CentreReply {
    const { origin, pathname, searchParams } = new URL(url);
    if (origin === storeUrl) return this.#put(pathname.slice(1), searchParams, headers, body);
    if (headers['x-api-token'] !== stationToken || !this.tokenHolds) return problem(401, 'ACCESS_TOKEN_INVALID');
    if (method === 'GET' && pathname === '/v1/audit/witness') return answer(200, { vkey: this.witness.vkey });
    if (method === 'POST' && pathname === '/v1/audit/checkpoints')
      return this.witness.countersign(Buffer.from(body).toString('utf8'), this.nowMs());
    const json = body.length === 0 ? null : JSON.parse(Buffer.from(body).toString('utf8'));
    if (method === 'POST' && pathname === '/v1/sync/batch') return this.#batch(json.items);
    const artifact = /^\/v1\/inspections\/([^/]+)\/artifacts(\/confirm)?$/.exec(pathname);
    if (method === 'POST' && artifact !== null)
      return artifact[2] === undefined ? this.#announce(artifact[1]!, json) : this.#confirm(artifact[1]!, json);
    const parts = /^\/v1\/inspections\/[^/]+\/artifacts\/([^/]+)\/parts$/.exec(pathname)?.[1];
    if (parts !== undefined) return method === 'GET' ? this.#partsOf(parts) : this.#partUrl(parts, json);
    if (method === 'POST' && pathname === '/v1/audit/entries') return this.#copy(json);
    return problem(404, 'REQUEST_NO_SUCH_PATH');
  }

  #batch(items: readonly unknown[]): CentreReply {
    const parsed = items.map((item) => syncItemSchema.safeParse(item));
    const ids = parsed.flatMap((item) =>
      item.success && item.data.type === 'inspection' ? [item.data.body.inspection_id] : [],
    );
    const crashing = ids.find((id) => this.poison.get(id) === 'crashes');
    if (crashing !== undefined) return problem(500, 'INTERNAL');
    const results = parsed.map((item, index) => {
      const done = item.success ? this.#item(item.data) : problem(400, 'REQUEST_INVALID');
      return done.status < 300
        ? { index, ok: true, status: done.status, body: JSON.parse(done.body) }
        : { index, ok: false, status: done.status, retry_after: null, problem: JSON.parse(done.body) };
    });
    const total_failed = results.filter(({ ok }) => !ok).length;
    return answer(200, { results, total_processed: results.length, total_failed });
  }

  #item(item: ReturnType<typeof syncItemSchema.parse>): CentreReply {
    if (item.type === 'inspection') return this.#create(item.body);
    if (item.type === 'results') return this.#store(item.inspection_id, item.body);
    return problem(400, 'REQUEST_INVALID');
  }

  #create(draft: { readonly inspection_id: string; readonly station?: string | undefined }): CentreReply {
    const id = draft.inspection_id;
    const isOwn = draft.station === undefined || draft.station === stationName;
    if (!isOwn) this.complaints.push(`S10: an inspection of ${draft.station}`);
    if (!isOwn) return problem(403, 'ACCESS_OTHER_STATION');
    if (this.poison.get(id) === 'refuses') return problem(422, 'RESULTS_UNKNOWN_DEFECT');
    const text = canonicalText({ ...draft, inspection_id: null });
    const held = this.inspections.get(id);
    if (held !== undefined) {
      const forgotten = this.#options.idsExpire === true && this.nowMs() - held.madeAtMs > 86_400_000;
      if (forgotten) this.duplicates.push(id);
      const { revision } = held;
      return held.draft === text ? answer(201, { inspection_id: id, revision }) : problem(409, 'INSPECTION_EXISTS');
    }
    this.inspections.set(id, { draft: text, madeAtMs: this.nowMs(), revision: 0, revisions: new Map() });
    return answer(201, { inspection_id: id, revision: 0 });
  }

  #store(id: string, given: unknown): CentreReply {
    const results = resultsSchema.parse(given);
    const held = this.inspections.get(id);
    if (held === undefined) {
      if (!this.poison.has(id)) this.complaints.push(`S3: results before the inspection ${id}`);
      return problem(404, 'INSPECTION_NOT_FOUND');
    }
    const sha256 = hex(`${canonicalText(results)}${this.poison.get(id) === 'alters' ? ' altered' : ''}`);
    const { revision } = results;
    const told = (current_revision: number, stored: boolean) =>
      answer(200, { inspection_id: id, revision, current_revision, sha256, stored, report_id: null });
    if (revision <= held.revision) {
      const earlier = held.revisions.get(revision);
      if (earlier?.sha256 === sha256) return told(held.revision, false);
      return problem(409, earlier === undefined ? 'RESULTS_STALE' : 'RESULTS_CONFLICT');
    }
    held.revision = revision;
    held.revisions.set(revision, { sha256, results });
    return told(revision, true);
  }

  #announce(inspectionId: string, body: { artifact_id: string; sha256: string; size_bytes: number }): CentreReply {
    if (!this.inspections.has(inspectionId)) {
      if (!this.lost.has(inspectionId)) this.complaints.push(`S3: a picture before the inspection ${inspectionId}`);
      return problem(404, 'INSPECTION_NOT_FOUND');
    }
    const { artifact_id: id, sha256, size_bytes: size } = body;
    const held = this.artifacts.get(id);
    if (held === undefined)
      this.artifacts.set(id, { inspectionId, announced: sha256, size, bytes: null, parts: new Map(), stored: null });
    else if (held.inspectionId !== inspectionId || held.announced !== sha256) return problem(409, 'ARTIFACT_EXISTS');
    const until = this.nowMs() + urlLifeMs;
    return answer(200, {
      artifact_id: id,
      upload_url: `${storeUrl}/${id}?until=${until}`,
      object_key: id,
      expires_in: urlLifeMs / 1000,
      expires_at: new Date(until).toISOString(),
      headers: { 'content-type': 'image/png' },
      part_bytes: size > partBytes ? partBytes : null,
      bucket_key: null,
    });
  }

  #partsOf(id: string): CentreReply {
    const held = this.artifacts.get(id);
    if (held === undefined) return problem(404, 'ARTIFACT_NOT_FOUND');
    const received = [...held.parts].map(([part_number, { length }]) => ({ part_number, size_bytes: length }));
    return answer(200, { artifact_id: id, part_bytes: partBytes, received });
  }

  #partUrl(id: string, { part_number, md5 }: { part_number: number; md5: string }): CentreReply {
    const held = this.artifacts.get(id);
    if (held === undefined) return problem(404, 'ARTIFACT_NOT_FOUND');
    if (held.stored !== null) return problem(409, 'ARTIFACT_STORED');
    const until = this.nowMs() + urlLifeMs;
    const query = new URLSearchParams({ until: String(until), part: String(part_number), md5 });
    return answer(200, {
      artifact_id: id,
      part_number,
      upload_url: `${storeUrl}/${id}?${query}`,
      expires_in: urlLifeMs / 1000,
      expires_at: new Date(until).toISOString(),
      headers: { 'content-md5': md5 },
    });
  }

  #put(id: string, query: URLSearchParams, headers: Readonly<Record<string, string>>, body: Uint8Array): CentreReply {
    if ('x-api-token' in headers) this.complaints.push('S10: the store was given the token');
    const held = this.artifacts.get(id);
    if (this.nowMs() > Number(query.get('until')) || held === undefined) return problem(403, 'UPLOAD_URL_INVALID');
    const part = Number(query.get('part') ?? 0);
    if (part > 0 && md5Of(body) !== query.get('md5')) return problem(400, 'UPLOAD_MISMATCH');
    // Done again after it was compared: nothing changes any more.
    if (held.stored === null) {
      if (part > 0) held.parts.set(part, body);
      else held.bytes = body;
    }
    return { status: 200, body: '' };
  }

  #confirm(
    inspectionId: string,
    { artifact_id: id, sha256, size_bytes }: { artifact_id: string; sha256: string; size_bytes: number },
  ): CentreReply {
    const held = this.artifacts.get(id);
    if (held === undefined || held.inspectionId !== inspectionId) return problem(404, 'ARTIFACT_NOT_FOUND');
    if (held.stored === null) {
      join(held);
      if (held.bytes === null) return problem(409, 'ARTIFACT_NOT_UPLOADED');
      const found = { sha256: hex(held.bytes), bytes: held.bytes.length };
      if (found.sha256 !== sha256 || found.bytes !== size_bytes) {
        held.bytes = null;
        return problem(422, 'ARTIFACT_MISMATCH');
      }
      held.stored = found;
    }
    if (held.stored.sha256 !== sha256) return problem(422, 'ARTIFACT_MISMATCH');
    return answer(200, {
      artifact_id: id,
      inspection_id: inspectionId,
      kind: 'raw',
      filename: 'raw.png',
      content_type: 'image/png',
      object_key: id,
      state: 'stored',
      size_bytes: held.stored.bytes,
      sha256: held.stored.sha256,
      created_at: '2026-01-01T00:00:00.000Z',
    });
  }

  #copy({ first_seq, entries }: { first_seq: number; entries: readonly string[] }): CentreReply {
    if (first_seq > this.entries.length) return problem(409, 'AUDIT_GAP', { size: this.entries.length });
    for (const [offset, text] of entries.entries()) {
      const held = this.entries[first_seq + offset];
      if (held !== undefined && held !== text) return problem(409, 'AUDIT_CONFLICT', { seq: first_seq + offset });
    }
    this.entries.push(...entries.slice(this.entries.length - first_seq));
    return answer(200, { station: stationName, size: this.entries.length });
  }

  backup(): CentreBackup {
    return {
      inspections: copyOf(this.inspections),
      artifacts: copyOf(this.artifacts),
      entries: [...this.entries],
      witnessed: this.witness.size,
    };
  }

  /** Everything is as it was then. */
  restore(backup: CentreBackup): void {
    for (const [id, { revision }] of this.inspections)
      if (backup.inspections.get(id)?.revision !== revision) this.lost.add(id);
    for (const [id, { stored }] of this.artifacts)
      if (stored !== null && backup.artifacts.get(id)?.stored == null) this.lost.add(id);
    this.restores += 1;
    replace(this.inspections, copyOf(backup.inspections));
    replace(this.artifacts, copyOf(backup.artifacts));
    this.entries.splice(0, Number.POSITIVE_INFINITY, ...backup.entries);
    this.witness.size = backup.witnessed;
  }

  /** Whether a part of an object is there. */
  hasPart(id: string, part: number): boolean {
    return this.artifacts.get(id)?.parts.has(part) === true;
  }

  /** Whether all bytes of an object are there, and are the announced ones. */
  isWhole(id: string): boolean {
    const held = this.artifacts.get(id);
    return held?.bytes != null && hex(held.bytes) === held.announced;
  }
}

const copyOf = <T extends HeldInspection | HeldArtifact>(held: ReadonlyMap<string, T>): Map<string, T> =>
  new Map([...held].map(([id, it]) => [id, structuredClone(it)]));

function replace<T>(map: Map<string, T>, by: ReadonlyMap<string, T>): void {
  map.clear();
  for (const [id, it] of by) map.set(id, it);
}

/** Makes the object of its parts, where all are there; then they are gone. */
function join(held: HeldArtifact): void {
  const parts = [...held.parts].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
  const whole = Buffer.concat(parts);
  if (whole.length !== held.size || parts.length !== Math.ceil(held.size / partBytes)) return;
  held.bytes = whole;
  held.parts.clear();
}

const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('base64');

const answer = (status: number, body: unknown): CentreReply => ({ status, body: JSON.stringify(body) });
export const problem = (status: number, code: string, details: Record<string, unknown> = {}): CentreReply =>
  answer(status, { error: code, code, details, request_id: 'r' });
