/** What must hold of both sides: the rules of docs/spec/sync.md, by their numbers. */

import { canonicalText } from '../../../packages/protocol/src/audit/index.ts';
import { parseSignature } from '../../../packages/protocol/src/audit/note.ts';
import type { Reply } from '../../../src/core/sync/answer.ts';
import { resultsOf } from '../../../src/core/sync/documents.ts';
import { findStored } from '../../../src/station/inspections/read.ts';
import type { Exchange } from '../../../src/station/sync/transport.ts';
import { must } from '../../../src/station/testing/station-fixture.ts';
import { hex, type ModelCentre } from './model-centre.ts';
import type { Watch } from './network.ts';
import type { StationModel } from './station-model.ts';

interface OutboxRow {
  readonly id: string;
  readonly kind: string;
  readonly object_id: string;
  readonly revision: number;
  readonly state: string;
  readonly lane: string;
  readonly begun: number;
  readonly receipt: string | null;
  readonly payload_sha256: string;
}

const rowsOf = ({ sqlite }: StationModel): readonly OutboxRow[] =>
  sqlite.prepare<[], OutboxRow>('SELECT * FROM outbox ORDER BY position').all();

/**
 * S1, S15: what counts as sent is there, with the receipt that says so. Holds at any moment, and after any kill.
 * `lost`: what a restored service has no more and a station may not have heard of yet.
 */
export function acknowledgedIsDurable(
  station: StationModel,
  centre: ModelCentre,
  lost: ReadonlySet<string>,
): readonly string[] {
  const wrong: string[] = [];
  for (const row of rowsOf(station)) {
    if (row.state !== 'sent' || lost.has(row.lane === 'pictures' ? row.id : row.object_id)) continue;
    const receipt = row.receipt === null ? null : JSON.parse(row.receipt);
    if (row.lane === 'facts') {
      const held = centre.inspections.get(row.object_id);
      if (held === undefined || held.revision < row.revision)
        wrong.push(`S1: ${row.object_id} revision ${row.revision} counts as sent and is not there`);
      else if (held.revisions.get(receipt?.revision)?.sha256 !== receipt?.sha256 || receipt === null)
        wrong.push(`S15: ${row.object_id} has no receipt of what is there`);
    } else if (row.lane === 'pictures') {
      const held = centre.artifacts.get(row.id);
      if (held?.stored == null) wrong.push(`S1: picture ${row.id} counts as sent and is not there`);
      else if (receipt?.sha256 !== held.stored.sha256) wrong.push(`S15: picture ${row.id} has no receipt`);
    }
  }
  return wrong;
}

/** S1, S2, S4, S11: both sides have the same, each once. At the end, when everything that can be sent is. */
export function bothSidesAgree(
  station: StationModel,
  centre: ModelCentre,
  damaged: ReadonlySet<string>,
): readonly string[] {
  const wrong: string[] = [];
  const rows = rowsOf(station);
  for (const row of rows) {
    const isPoison = centre.poison.has(row.object_id);
    const isDamaged = row.lane === 'pictures' && damaged.has(row.payload_sha256);
    const expected = isPoison || isDamaged ? 'set_aside' : 'sent';
    if (row.state !== expected) wrong.push(`S2/S6: ${row.kind} of ${row.object_id} is ${row.state}, not ${expected}`);
  }
  const pictures = new Map(rows.filter(({ kind }) => kind === 'artifact').map((row) => [row.id, row]));
  for (const id of station.inspections) {
    if (centre.poison.has(id)) continue;
    const stored = findStored(station.db, id);
    const held = centre.inspections.get(id);
    if (stored === null || held === undefined) {
      wrong.push(`S2: ${id} is not there`);
      continue;
    }
    const newest = held.revisions.get(stored.revision);
    if (held.revision !== stored.revision || newest?.sha256 !== hex(canonicalText(must(resultsOf(stored)))))
      wrong.push(`S2: ${id} is there as revision ${held.revision}, and here as ${stored.revision}`);
    const revisions = [...held.revisions.keys()];
    if (revisions.some((revision, at) => at > 0 && revision <= revisions[at - 1]!))
      wrong.push(`S3: revisions of ${id} came as ${revisions}`);
    const artifacts = [...centre.artifacts].filter(([, it]) => it.inspectionId === id);
    if (artifacts.length !== 1) wrong.push(`S11: ${id} has ${artifacts.length} pictures there`);
  }
  const attempted = new Set<string>(station.inspections);
  for (const id of centre.inspections.keys()) if (!attempted.has(id)) wrong.push(`S1: ${id} is only there`);
  for (const id of centre.duplicates) wrong.push(`S2: ${id} is there twice`);
  for (const [id, held] of centre.artifacts) {
    if (pictures.get(id)?.begun !== 1) wrong.push(`S1: picture ${id} is only there`);
    if (held.stored === null) continue;
    const entry = centre.entries.find((text) => text.includes(held.inspectionId) && text.includes(held.announced));
    if (held.stored.sha256 !== pictures.get(id)?.payload_sha256 || entry === undefined)
      wrong.push(`S4: picture ${id} is not the one of the database and the log`);
    if (held.bytes === null || hex(held.bytes) !== held.stored.sha256) wrong.push(`S4: picture ${id} has other bytes`);
  }
  const entries = station.sqlite.prepare<[], string>('SELECT entry FROM audit_entries ORDER BY seq').pluck().all();
  if (entries.length !== centre.entries.length || entries.some((text, at) => text !== centre.entries[at]))
    wrong.push(`S2: ${centre.entries.length} of ${entries.length} log entries are there`);
  return [...wrong, ...acknowledgedIsDurable(station, centre, new Set()), ...oneWitness(station), ...centre.complaints];
}

/** S18: what countersigned the log is one key, the one that was believed first. Holds at any moment. */
function oneWitness({ sqlite }: StationModel): readonly string[] {
  const lines = sqlite.prepare<[], string>('SELECT line FROM audit_cosignatures ORDER BY size').pluck().all();
  const keys = new Set(lines.map((line) => parseSignature(line.trimEnd())?.keyId));
  return keys.size > 1 ? [`S18: the log is countersigned by ${[...keys].join(' and ')}`] : [];
}

export interface Watched {
  readonly nowMs: () => number;
  readonly centre: ModelCentre;
  /** Bytes per second. */
  readonly cap: number | null;
  /** What an earlier process was asked to wait for and could write down, ms. */
  readonly notBefore: number;
}

/** Watches one process of the station while it sends. */
export function watcher({ nowMs, centre, cap, ...earlier }: Watched) {
  const wrong: string[] = [];
  let { notBefore } = earlier;
  /** What a store asked for by itself; a new process asks it anew. */
  let storeNotBefore = 0;
  let failedAt: number | null = null;
  let failures = 0;
  /** When uploads that reached nobody went out, since the last one that a store answered. */
  let unanswered: number[] = [];
  /** How often an inspection's call failed over a poison beside it. */
  const delayed = new Map<string, number>();
  const saidNotThere = new Set<string>();
  /** Of uploads in parts: what the service said it has, when it was last asked, and what was sent again since. */
  const saidReceived = new Map<string, { readonly parts: ReadonlySet<number>; again: number }>();
  /** Share of its bound that each wait after an unreachable service took. */
  const waits: number[] = [];
  const burst = cap === null ? 0 : 2 * cap;
  let [allowance, countedAt, largest] = [burst, nowMs(), 0];

  const watch: Watch = {
    began(request) {
      const isUpload = request.method === 'PUT';
      if (isUpload) noteUpload(request.url);
      if (nowMs() < notBefore) wrong.push(`S5: ${request.url} asked ${notBefore - nowMs()} ms before Retry-After`);
      if (failedAt !== null && !isUpload) {
        const bound = Math.min(300_000, 1000 * 2 ** Math.min(failures - 1, 40));
        waits.push((nowMs() - failedAt) / bound);
        failedAt = null;
      }
      if (request.method !== 'PUT') return;
      const url = new URL(request.url);
      if (Number(url.searchParams.get('until')) < centre.nowMs()) wrong.push('S12: an upload address that had expired');
      const id = url.pathname.slice(1);
      const part = Number(url.searchParams.get('part') ?? 0);
      if (part > 0) return notePart(id, part);
      // A doubled request may have brought it after the service had said that it is not there.
      if (centre.isWhole(id) && !saidNotThere.has(id)) wrong.push(`S9: ${id} is sent again`);
      saidNotThere.delete(id);
    },
    replied(request: Exchange, reply: Reply) {
      if (request.method === 'PUT') {
        if (reply.kind === 'unreachable') return void unanswered.push(nowMs());
        unanswered = [];
        if (reply.retryAfter !== null) storeNotBefore = nowMs() + Number(reply.retryAfter) * 1000;
        return;
      }
      if (reply.kind === 'unreachable') {
        failures += 1;
        failedAt = nowMs();
        return;
      }
      if (reply.status === 500 && request.url.endsWith('/batch')) noteDelays(String(request.body));
      const parts = /\/artifacts\/([^/]+)\/parts$/.exec(request.url)?.[1];
      if (request.method === 'GET' && parts !== undefined && reply.status === 200) noteReceived(parts, reply.body);
      if (reply.status >= 400 && request.url.endsWith('/confirm'))
        saidNotThere.add(JSON.parse(String(request.body)).artifact_id);
      const seconds = Number(reply.retryAfter ?? Number.NaN);
      if (Number.isFinite(seconds)) notBefore = Math.max(notBefore, nowMs() + seconds * 1000);
      // The gate waits for other reasons now: this wait says nothing about jitter.
      if (reply.status >= 400 || reply.retryAfter !== null) failedAt = null;
      else failures = 0;
    },
    bytesOut(bytes) {
      if (cap === null) return;
      largest = Math.max(largest, bytes);
      allowance = Math.min(burst, allowance + ((nowMs() - countedAt) / 1000) * cap) - bytes;
      countedAt = nowMs();
      if (allowance < -largest) wrong.push(`S8: ${Math.round(-allowance)} bytes above the cap`);
    },
  };

  /** S13: of waits that double, a dozen take more than a minute, but for one run in a million. */
  function noteUpload(url: string): void {
    if (nowMs() < storeNotBefore) wrong.push(`S5: ${url} asked before the store's Retry-After`);
    const [first] = unanswered.slice(-12);
    if (unanswered.length < 12 || first === undefined) return;
    if (nowMs() - first < 60_000) wrong.push(`S13: a dozen uploads in ${Math.round(nowMs() - first)} ms reach nobody`);
  }

  function noteReceived(id: string, body: string): void {
    // A captive portal says nothing about it.
    if (!body.startsWith('{')) return;
    const { received }: { received: readonly { part_number: number }[] } = JSON.parse(body);
    saidReceived.set(id, { parts: new Set(received.map(({ part_number }) => part_number)), again: 0 });
  }

  /** What was on its way when the line broke may have arrived: one part. The service said that it has the others. */
  function notePart(id: string, part: number): void {
    if (!centre.hasPart(id, part)) return;
    const said = saidReceived.get(id);
    if (said === undefined) return void wrong.push(`S16: ${id} goes on unasked`);
    said.again += 1;
    if (said.parts.has(part)) wrong.push(`S16: part ${part} of ${id} is sent again`);
    else if (said.again > 1) wrong.push(`S16: ${said.again} parts of ${id} are sent again`);
  }

  function noteDelays(body: string): void {
    const sent: { readonly type: string; readonly inspection_id: string }[] = JSON.parse(body).items;
    const ids = sent.flatMap((item) => (item.type === 'results' ? [item.inspection_id] : []));
    const poison = ids.find((id) => centre.poison.get(id) === 'crashes');
    for (const id of ids) {
      if (poison === undefined || id === poison) continue;
      const times = (delayed.get(`${id} ${poison}`) ?? 0) + 1;
      delayed.set(`${id} ${poison}`, times);
      if (times > 1) wrong.push(`S6: ${id} failed ${times} times beside ${poison}`);
    }
  }

  return {
    watch,
    notBefore: () => notBefore,
    /** At the process's end. */
    findings(): readonly string[] {
      const few = waits.length < 8;
      const alike = new Set(waits.map((share) => share.toFixed(1))).size < 3;
      return few || !alike ? wrong : [...wrong, `S13: waits of ${waits.slice(0, 4).map((it) => it.toFixed(3))} alike`];
    },
  };
}
