/** A network that loses, doubles, delays and reorders, and a service behind it that goes down. */
import type { Reply } from '../../../src/core/sync/answer.ts';
import type { Exchange, Transport } from '../../../src/station/sync/transport.ts';
import { type CentreReply, type ModelCentre, problem } from './model-centre.ts';
import type { Dice, World } from './world.ts';

/** Probabilities per request, each in [0, 1]. */
export interface Weather {
  lost: number;
  replyLost: number;
  doubled: number;
  busy: number;
  fault: number;
  portal: number;
  corrupted: number;
  /** Nothing gets through, as with a pulled cable. */
  down: boolean;
  /** Uploads reach nobody, as behind a firewall that knows the service alone. */
  storeDown: boolean;
  /** Longest way, ms. */
  delayMs: number;
}

export const calm = (): Weather => ({
  lost: 0,
  replyLost: 0,
  doubled: 0,
  busy: 0,
  fault: 0,
  portal: 0,
  corrupted: 0,
  down: false,
  storeDown: false,
  delayMs: 50,
});

/** What is watched from outside of the station while it sends. */
export interface Watch {
  /** A request begins at this moment. */
  began(request: Exchange): void;
  /** A reply reaches the station. */
  replied(request: Exchange, reply: Reply): void;
  /** Bytes go out. */
  bytesOut(bytes: number): void;
}

export interface NetworkParts {
  readonly world: World;
  readonly dice: Dice;
  readonly centre: ModelCentre;
  readonly weather: Weather;
  readonly watch: Watch;
  /** The service's wall clock, ms. */
  readonly serverWallMs: () => number;
  /** False once this station's process is gone: nothing reaches it any more. */
  readonly isAlive: () => boolean;
}

/** Milliseconds after which a station takes a request for lost. */
const timeoutMs = 60_000;

export function network(parts: NetworkParts): Transport {
  const { world, dice, centre, weather, watch, serverWallMs, isAlive } = parts;

  async function bodyOf(request: Exchange): Promise<Uint8Array | null> {
    const { body } = request;
    if (body === null) return new Uint8Array();
    if (typeof body === 'string') {
      watch.bytesOut(Buffer.byteLength(body));
      return Buffer.from(body);
    }
    const pieces: Uint8Array[] = [];
    try {
      for await (const piece of body.stream) {
        watch.bytesOut(piece.length);
        pieces.push(piece);
      }
    } catch {
      return null;
    }
    return Buffer.concat(pieces);
  }

  const wait = (ms: number): Promise<void> => new Promise((resolve) => world.after(ms, () => isAlive() && resolve()));

  function serve(request: Exchange, body: Uint8Array): CentreReply {
    if (dice.chance(weather.busy)) {
      const retryAfter = dice.chance(0.8) ? dice.between(1, 120) : undefined;
      const busy = problem(dice.chance(0.5) ? 503 : 429, 'DATABASE_UNAVAILABLE');
      return retryAfter === undefined ? busy : { ...busy, retryAfter };
    }
    if (dice.chance(weather.fault)) return problem(500, 'INTERNAL');
    if (dice.chance(weather.portal)) return { status: dice.chance(0.5) ? 302 : 200, body: '<html>Sign in</html>' };
    const arrived = request.method === 'PUT' && dice.chance(weather.corrupted) ? flipped(body) : body;
    return centre.handle(request.method, request.url, request.headers, arrived);
  }

  return {
    async exchange(request) {
      watch.began(request);
      const body = await bodyOf(request);
      const delay = (): number => dice.between(1, weather.delayMs);
      const unreachable = { kind: 'unreachable', why: 'ECONNRESET' } as const;
      if (body === null) return unreachable;
      const isCutOff = weather.down || (weather.storeDown && request.method === 'PUT');
      if (isCutOff || dice.chance(weather.lost)) {
        await wait(dice.chance(0.5) ? 10 : timeoutMs);
        watch.replied(request, unreachable);
        return unreachable;
      }
      const { restores } = centre;
      const isCut = (): boolean => centre.restores !== restores;
      // It arrives even where the station is gone by then, but not at a service that was restored meanwhile.
      const served = new Promise<CentreReply | null>((resolve) => {
        world.after(delay(), () => resolve(isCut() ? null : serve(request, body)));
      });
      if (dice.chance(weather.doubled)) {
        const late = dice.between(1, 600_000);
        void served.then(() => world.after(late, () => void (isCut() || serve(request, body))));
      }
      const answered = await served;
      await wait(delay());
      if (dice.chance(weather.replyLost) || answered === null || isCut()) {
        await wait(timeoutMs);
        watch.replied(request, unreachable);
        return unreachable;
      }
      const reply: Reply = {
        kind: 'reply',
        status: answered.status,
        body: answered.body,
        retryAfter: answered.retryAfter === undefined ? null : String(answered.retryAfter),
        date: new Date(serverWallMs()).toUTCString(),
        etag: null,
      };
      watch.replied(request, reply);
      return reply;
    },
  };
}

function flipped(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return bytes;
  const copy = Uint8Array.from(bytes);
  copy[0] = (copy[0] ?? 0) ^ 0xff;
  return copy;
}
