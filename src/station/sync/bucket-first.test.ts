import { describe, expect, it } from 'vitest';
import { bucketFirst } from './bucket-first.ts';
import type { Understood } from './central-client.ts';
import type { AnnouncedOriginal, PartTarget } from './part-target.ts';

const original: AnnouncedOriginal = {
  inspectionId: 'i',
  artifactId: 'a',
  contentType: 'image/png',
  partBytes: 5,
  bucketKey: 'uploads/a',
};
const part = (number: number) => ({ number, bytes: 5, md5: '' });
const accepted = <T>(value: T): Understood<T> => ({ kind: 'accepted', value, status: 200, etag: null });

/** A store with those parts, which can be out of reach. */
function store(name: string, ...parts: readonly number[]) {
  const state = { isThere: true };
  const answer = <T>(value: T): Understood<T> =>
    state.isThere ? accepted(value) : { kind: 'unreachable', why: 'ECONNREFUSED' };
  const target: PartTarget = {
    received: async () => answer({ partBytes: 5, received: new Map(parts.map((number) => [number, 5])) }),
    address: async () => answer({ url: name, headers: {} }),
  };
  return { ...target, state };
}

function opened(bucket: PartTarget, service: PartTarget) {
  const time = { nowMs: 0 };
  const told: string[] = [];
  const stop = new AbortController();
  const timing = { nowMs: () => time.nowMs, wallMs: () => 0, random: () => 0, sleep: async () => undefined };
  const onProblem = ({ code }: { readonly code: string }) => void told.push(code);
  const first = bucketFirst({ bucket, service, timing, stop: stop.signal, onProblem });
  const goesTo = async (number: number) => {
    const answer = await first.address(original, part(number));
    return answer.kind === 'accepted' ? answer.value.url : answer.kind;
  };
  return { first, goesTo, time, told, stop };
}

describe('parts of a station with credentials for the bucket', () => {
  it('go straight to the bucket, and the service is asked once whether it sees them', async () => {
    let asked = 0;
    const service = store('service', 1, 2);
    const counted = {
      ...service,
      received: (of: AnnouncedOriginal) => {
        asked += 1;
        return service.received(of);
      },
    };
    const { goesTo, told } = opened(store('bucket', 1, 2), counted);
    expect([await goesTo(1), await goesTo(2), await goesTo(3)]).toEqual(['bucket', 'bucket', 'bucket']);
    expect([asked, told]).toEqual([1, []]);
  });

  it('go by addresses of the service while the bucket is away, which is told, and to the bucket five minutes later', async () => {
    const bucket = store('bucket');
    const { goesTo, time, told } = opened(bucket, store('service'));
    bucket.state.isThere = false;
    expect([await goesTo(1), await goesTo(1)]).toEqual(['service', 'service']);
    bucket.state.isThere = true;
    time.nowMs = 299_999;
    expect(await goesTo(1)).toBe('service');
    time.nowMs = 300_000;
    expect(await goesTo(1)).toBe('bucket');
    expect(told).toEqual(['SYNC_BUCKET_REFUSED']);
  });

  it('go no further into a bucket that is not the service’s: all of them are asked for again at the service', async () => {
    const { first, goesTo, time, told } = opened(store('bucket', 1), store('service'));
    expect(await goesTo(2)).toBe('refused');
    time.nowMs = 300_000;
    expect(await first.received(original)).toMatchObject({ value: { received: new Map() } });
    expect(await goesTo(1)).toBe('service');
    expect(told).toEqual(['SYNC_BUCKET_DIFFERS']);
  });

  it('say nothing of the bucket when sending is stopped', async () => {
    const bucket = store('bucket');
    const { goesTo, told, stop } = opened(bucket, store('service'));
    bucket.state.isThere = false;
    stop.abort();
    expect(await goesTo(1)).toBe('stopped');
    expect(told).toEqual([]);
  });
});
