/**
 * Parts straight to the bucket for as long as it takes them, else by addresses of the service: a key that was made void
 * there, or a bucket that is not the service's, holds up no picture.
 */
import { type SyncError, syncError } from '../../core/sync/errors.ts';
import type { Understood } from './central-client.ts';
import type { AnnouncedOriginal, PartTarget } from './part-target.ts';
import type { Timing } from './transport.ts';

/** After a failure the bucket is asked again so much later. */
const againAfterMs = 300_000;

export interface BucketFirstParts {
  readonly bucket: PartTarget;
  readonly service: PartTarget;
  readonly timing: Timing;
  readonly stop: AbortSignal;
  /** Told each time that the service has to stand in. */
  readonly onProblem: (error: SyncError) => void;
}

export function bucketFirst({ bucket, service, timing, stop, onProblem }: BucketFirstParts): PartTarget {
  let againAtMs = Number.NEGATIVE_INFINITY;
  /** Whether the service has been seen to have what went to the bucket. */
  let isTheServices = false;

  async function ask<T>(of: (target: PartTarget) => Promise<Understood<T>>): Promise<Understood<T>> {
    if (timing.nowMs() < againAtMs) return of(service);
    const answer = await of(bucket);
    if (answer.kind === 'accepted') return answer;
    // What was broken off says nothing about the bucket.
    if (stop.aborted) return { kind: 'stopped' };
    againAtMs = timing.nowMs() + againAfterMs;
    onProblem(syncError('SYNC_BUCKET_REFUSED', saidBy(answer)));
    return of(service);
  }

  /** With a part that has gone to the bucket: whether the service sees it, too. True where that cannot be told. */
  async function compare(original: AnnouncedOriginal): Promise<boolean> {
    if (isTheServices || timing.nowMs() < againAtMs) return true;
    const here = await bucket.received(original);
    if (here.kind !== 'accepted' || here.value.received.size === 0) return true;
    const there = await service.received(original);
    if (there.kind !== 'accepted') return true;
    isTheServices = [...here.value.received.keys()].every((number) => there.value.received.has(number));
    if (isTheServices) return true;
    againAtMs = Number.POSITIVE_INFINITY;
    onProblem(syncError('SYNC_BUCKET_DIFFERS'));
    return false;
  }

  return {
    async received(original) {
      // An earlier try may have found it out after its first part.
      await compare(original);
      return ask((target) => target.received(original));
    },
    async address(original, part) {
      if (part.number > 1 && !(await compare(original)))
        // The parts before this one are missing at the service: it is asked for them at the next try.
        return { kind: 'refused', refusal: { status: 409, code: 'BUCKET_DIFFERS', message: differs }, body: '' };
      return ask((target) => target.address(original, part));
    },
  };
}

const differs = 'The bucket is not the one of the service.';

function saidBy(answer: Exclude<Understood<unknown>, { kind: 'accepted' }>): Readonly<Record<string, string | number>> {
  switch (answer.kind) {
    case 'refused':
    case 'unauthorised':
      return { status: answer.refusal.status, said: answer.refusal.code };
    case 'unreachable':
      return { said: answer.why };
    case 'busy':
    case 'faulty':
      return { status: answer.status };
    case 'unchanged':
    case 'stopped':
      return {};
  }
}
