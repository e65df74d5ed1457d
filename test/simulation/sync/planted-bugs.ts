/** Faults that a run can be made with, to see whether its invariants notice. The product has none of them. */
import { canonicalText } from '../../../packages/protocol/src/audit/index.ts';
import type { Reply } from '../../../src/core/sync/answer.ts';
import type { Exchange, Timing, Transport } from '../../../src/station/sync/transport.ts';
import { hex, type ModelCentre } from './model-centre.ts';
import type { StationModel } from './station-model.ts';

export const plantedBugs = [
  'a new id on each retry',
  'acknowledged before it was sent',
  'ids that are known for 24 hours',
  'no jitter',
  'an upload address that was kept',
  'Retry-After ignored',
  'results before their inspection',
  'a poison item blocks',
  'waits by the wall clock',
  'the hash is not checked',
  'bytes that are there are sent again',
  'the receipt is lost',
  'the token goes to the store',
  'the cap is not kept',
  'an interrupted upload begins anew',
  'a restart forgets Retry-After',
  'what the service lost counts as sent',
  'a receipt of something else is believed',
  'any witness is believed',
] as const;
export type PlantedBug = (typeof plantedBugs)[number];

/** What a bug does to the station's database. */
export function plantInDatabase(bug: PlantedBug | null, { sqlite }: StationModel): void {
  if (bug === 'a new id on each retry')
    sqlite.exec(`CREATE TRIGGER planted AFTER UPDATE OF tries ON outbox WHEN NEW.tries > OLD.tries BEGIN
      UPDATE outbox SET id = substr(NEW.id, 1, 24) || printf('%012x', NEW.position * 1000 + NEW.tries)
      WHERE position = NEW.position; END`);
  if (bug === 'a restart forgets Retry-After')
    sqlite.exec(`CREATE TRIGGER planted AFTER INSERT ON sync_state WHEN NEW.name = 'asked_to_wait' BEGIN
      DELETE FROM sync_state WHERE name = NEW.name; END`);
  if (bug === 'what the service lost counts as sent')
    sqlite.exec(`CREATE TRIGGER planted AFTER UPDATE OF state ON outbox WHEN OLD.state = 'sent' AND NEW.state = 'pending' BEGIN
      UPDATE outbox SET state = 'sent', receipt = OLD.receipt WHERE position = NEW.position; END`);
  if (bug === 'any witness is believed')
    sqlite.exec(`CREATE TRIGGER planted AFTER INSERT ON sync_state WHEN NEW.name = 'witness' BEGIN
      DELETE FROM sync_state WHERE name = NEW.name; END`);
  if (bug === 'the receipt is lost')
    sqlite.exec(`CREATE TRIGGER planted AFTER UPDATE OF state ON outbox WHEN NEW.state = 'sent' BEGIN
      UPDATE outbox SET receipt = NULL WHERE position = NEW.position; END`);
}

export function plantInTiming(bug: PlantedBug | null, timing: Timing): Timing {
  if (bug === 'no jitter') return { ...timing, random: () => 0.999 };
  if (bug === 'waits by the wall clock') return { ...timing, nowMs: timing.wallMs };
  return timing;
}

/** What a bug does between the policy and the network. `kept` outlives the process, as a file would. */
export function plantInTransport(
  bug: PlantedBug | null,
  transport: Transport,
  parts: { readonly station: StationModel; readonly centre: ModelCentre; readonly kept: Map<string, Reply> },
): Transport {
  const { station, centre, kept } = parts;
  const sentHere = new Set<string>();
  const jsonOf = (request: Exchange) => JSON.parse(String(request.body));
  const wrap = (exchange: Transport['exchange']): Transport => ({ exchange });
  switch (bug) {
    case 'acknowledged before it was sent':
      return wrap(async (request) => {
        if (request.url.endsWith('/v1/sync/batch')) {
          const sql = `UPDATE outbox SET state = 'sent', receipt = '{}' WHERE object_id = ? AND lane = 'facts'`;
          for (const item of jsonOf(request).items)
            if (item.type === 'results') station.sqlite.prepare(sql).run(item.inspection_id);
        }
        return transport.exchange(request);
      });
    case 'an upload address that was kept':
      return wrap(async (request) => {
        if (!request.url.endsWith('/artifacts')) return transport.exchange(request);
        const key = jsonOf(request).artifact_id;
        const earlier = kept.get(key);
        if (earlier !== undefined) return earlier;
        const reply = await transport.exchange(request);
        if (reply.kind === 'reply' && reply.status === 200) kept.set(key, reply);
        return reply;
      });
    case 'Retry-After ignored':
      return wrap(async (request) => {
        const reply = await transport.exchange(request);
        return reply.kind === 'reply' ? { ...reply, retryAfter: null } : reply;
      });
    case 'results before their inspection':
      return wrap(async (request) => {
        if (!request.url.endsWith('/v1/sync/batch')) return transport.exchange(request);
        const items = jsonOf(request).items.toReversed();
        const reply = await transport.exchange({ ...request, body: JSON.stringify({ items }) });
        if (reply.kind !== 'reply' || reply.status !== 200) return reply;
        if (!reply.body.startsWith('{')) return reply;
        const body = JSON.parse(reply.body);
        const last = items.length - 1;
        const results = body.results?.map((it: { index: number }) => ({ ...it, index: last - it.index }));
        return { ...reply, body: JSON.stringify({ ...body, results }) };
      });
    case 'a receipt of something else is believed':
      return wrap(async (request) => {
        const reply = await transport.exchange(request);
        const isAnswer = reply.kind === 'reply' && reply.status === 200 && reply.body.startsWith('{');
        if (!request.url.endsWith('/v1/sync/batch') || !isAnswer) return reply;
        const body = JSON.parse(reply.body);
        for (const [at, item] of jsonOf(request).items.entries())
          if (item.type === 'results' && body.results[at].ok)
            body.results[at].body.sha256 = hex(canonicalText(item.body));
        return { ...reply, body: JSON.stringify(body) };
      });
    case 'a poison item blocks':
      return wrap(async (request) => {
        const reply = await transport.exchange(request);
        const isFault = reply.kind === 'reply' && reply.status === 500;
        return isFault ? { kind: 'unreachable', why: 'planted' } : reply;
      });
    case 'the hash is not checked':
      return wrap(async (request) => {
        if (!request.url.endsWith('/confirm')) return transport.exchange(request);
        const asked = jsonOf(request);
        const bytes = centre.artifacts.get(asked.artifact_id)?.bytes;
        const sha256 = bytes == null ? asked.sha256 : hex(bytes);
        const reply = await transport.exchange({ ...request, body: JSON.stringify({ ...asked, sha256 }) });
        if (reply.kind !== 'reply' || reply.status !== 200) return reply;
        return { ...reply, body: reply.body.replaceAll(sha256, asked.sha256) };
      });
    case 'bytes that are there are sent again':
      return wrap(async (request) => {
        if (request.method === 'PUT') sentHere.add(new URL(request.url).pathname.slice(1));
        if (request.url.endsWith('/confirm') && !sentHere.has(jsonOf(request).artifact_id)) {
          const body = JSON.stringify({ code: 'ARTIFACT_NOT_UPLOADED', error: 'planted' });
          return { kind: 'reply', status: 409, body, retryAfter: null, date: null, etag: null };
        }
        return transport.exchange(request);
      });
    case 'an interrupted upload begins anew':
      return wrap(async (request) => {
        const reply = await transport.exchange(request);
        if (request.method !== 'GET' || reply.kind !== 'reply' || !request.url.endsWith('/parts')) return reply;
        return { ...reply, body: reply.body.replace(/"received":\[.*\]/, '"received":[]') };
      });
    case 'the token goes to the store':
      return wrap((request) =>
        transport.exchange(
          request.method === 'PUT'
            ? { ...request, headers: { ...request.headers, 'x-api-token': 'planted' } }
            : request,
        ),
      );
    default:
      return transport;
  }
}
