/** One look at a central service before anything is sent to it: is it one, does it take the token, whose is it. */
import { type Endpoint, getMe, getWitness } from '@fiducial/protocol/api';
import type { z } from 'zod';
import { type Answer, answerOf } from '../../core/sync/answer.ts';
import { type ClockOffset, clockOffset } from '../../core/sync/clock-offset.ts';
import type { Timing, Transport } from './transport.ts';

export type ConnectionTest =
  /** `station`: whose records the token is for. `clockOffset`: service minus station; null where it could not be told. */
  | {
      readonly kind: 'ok';
      readonly station: string;
      readonly tookMs: number;
      readonly clockOffset: ClockOffset | null;
    }
  /** Boards would be filed under `tokenFor`, and the log not be sent: it goes under this station's name only. */
  | { readonly kind: 'other_station'; readonly station: string; readonly tokenFor: string }
  | { readonly kind: 'token_refused' }
  /** `why`: the system's word for it, such as ECONNREFUSED. */
  | { readonly kind: 'unreachable'; readonly why: string }
  /** Something answers there, and it is no central service of Fiducial's. */
  | { readonly kind: 'not_central'; readonly status: number | null }
  | { readonly kind: 'busy' }
  | { readonly kind: 'faulty'; readonly status: number };

export interface ConnectionToTest {
  readonly url: string;
  readonly token: string;
  /** The name under which this station's log goes. */
  readonly station: string;
  readonly transport: Transport;
  readonly timing: Timing;
}

/** A person waits in front of the window. */
const longestTestMs = 15_000;

export async function testConnection(to: ConnectionToTest): Promise<ConnectionTest> {
  const stop = AbortSignal.timeout(longestTestMs);
  const service = await asked(to, getWitness, stop);
  if (readAs(getWitness.reply, service.answer) === null)
    // A central service asks nobody for a token here.
    return service.answer.kind === 'unauthorised'
      ? { kind: 'not_central', status: service.answer.refusal.status }
      : ofAnswer(service.answer);
  const { answer, tookMs, offset } = await asked(to, getMe, stop);
  const me = readAs(getMe.reply, answer);
  if (me === null) return ofAnswer(answer);
  // A person's token, or a station's that may only read.
  if (me.station === null || !me.scopes.includes('inspections:write')) return { kind: 'token_refused' };
  if (me.station !== to.station) return { kind: 'other_station', station: to.station, tokenFor: me.station };
  return { kind: 'ok', station: me.station, tookMs, clockOffset: offset };
}

async function asked({ url, token, transport, timing }: ConnectionToTest, endpoint: Endpoint, stop: AbortSignal) {
  const [sentMs, sentWall] = [timing.nowMs(), timing.wallMs()];
  const address = new URL(endpoint.path, url).href;
  // The token goes only where something has said that it is a central service.
  const headers: Readonly<Record<string, string>> = endpoint === getWitness ? {} : { 'x-api-token': token };
  const reply = await transport.exchange({ method: endpoint.method, url: address, headers, body: null, stop });
  const tookMs = timing.nowMs() - sentMs;
  const date = reply.kind === 'reply' ? reply.date : null;
  return { answer: answerOf(reply), tookMs, offset: clockOffset(date, sentWall, timing.wallMs(), tookMs) };
}

/** What the service said; null where it did not say that. */
function readAs<T>(schema: z.ZodType<T>, answer: Answer): T | null {
  if (answer.kind !== 'accepted') return null;
  try {
    return schema.safeParse(JSON.parse(answer.body)).data ?? null;
  } catch {
    return null;
  }
}

/** What an answer that is not the wanted one says. */
function ofAnswer(answer: Answer): ConnectionTest {
  switch (answer.kind) {
    case 'unreachable':
      return { kind: 'unreachable', why: answer.why };
    case 'unauthorised':
      return { kind: 'token_refused' };
    case 'busy':
      return { kind: 'busy' };
    case 'faulty':
      return answer.status < 500 ? { kind: 'not_central', status: answer.status } : answer;
    case 'refused':
      return { kind: 'not_central', status: answer.refusal.status };
    case 'accepted':
      return { kind: 'not_central', status: answer.status };
  }
}
