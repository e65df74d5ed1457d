import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../ports/object-store.ts';

export interface StoreUnderTest {
  readonly store: ObjectStore;
  /** What clients reach the store's URLs under, where the store is served by the service. */
  readonly baseUrl: string;
  close(): Promise<void>;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const text = (content: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(content);
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('base64');
const image = { contentType: 'image/jpeg', sha256: null, bytes: null } as const;

/** The smallest that every S3 server takes, but for an object's last part. */
export const testPartBytes = 5 * 1024 ** 2;

/** What the service relies on. Every object store passes it. */
export function objectStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} as object store`, () => {
    let tested: StoreUnderTest;
    let count = 0;
    const newKey = (): string => `inspections/i${++count}/raw/a.jpg`;
    beforeAll(async () => {
      tested = await open();
    });
    afterAll(() => tested.close());

    const upload = async (key: string, bytes: Uint8Array<ArrayBuffer>, announced = false): Promise<Response> => {
      const { store, baseUrl } = tested;
      const wish = announced
        ? { key, contentType: 'image/jpeg', sha256: sha256(bytes), bytes: bytes.length, baseUrl }
        : { key, ...image, baseUrl };
      const { url, headers } = await store.presignPut(wish);
      return fetch(url, { method: 'PUT', body: bytes, headers: announced ? headers : {} });
    };
    const contentOf = async (key: string): Promise<string> => {
      const read = await tested.store.read(key);
      return read.ok ? (await buffer(read.value)).toString() : read.error;
    };

    it('takes an upload and says what arrived', async () => {
      const key = newKey();
      expect((await upload(key, text('a board'), true)).status).toBe(200);
      const settled = await tested.store.settle(key);
      expect(settled).toEqual({ ok: true, value: { sha256: sha256(text('a board')), bytes: 7 } });
      expect(await contentOf(key)).toBe('a board');
    });

    it('takes an upload from a client that names no type', async () => {
      const key = newKey();
      expect((await upload(key, text('from curl'))).status).toBe(200);
      expect((await tested.store.settle(key)).ok).toBe(true);
    });

    it('says the same when it is asked again', async () => {
      const key = newKey();
      await upload(key, text('once'));
      const first = await tested.store.settle(key);
      expect(await tested.store.settle(key)).toEqual(first);
    });

    it('says that nothing was uploaded', async () => {
      expect(await tested.store.settle(newKey())).toEqual({ ok: false, error: 'missing' });
    });

    it('lets no later use of an upload URL change what was settled', async () => {
      const { store, baseUrl } = tested;
      const key = newKey();
      const { url } = await store.presignPut({ key, ...image, baseUrl });
      await fetch(url, { method: 'PUT', body: text('inspected') });
      await store.settle(key);
      await fetch(url, { method: 'PUT', body: text('swapped!!') });
      expect(await contentOf(key)).toBe('inspected');
    });

    it('refuses a URL whose key or signature was changed', async () => {
      const { store, baseUrl } = tested;
      const { url } = await store.presignPut({ key: newKey(), ...image, baseUrl });
      const other = url.replace('/a.jpg', '/b.jpg');
      expect((await fetch(other, { method: 'PUT', body: text('x') })).status).toBe(403);
      const signature = url.replace(/(signature=)[^&]{4}/i, '$1AAAA');
      expect((await fetch(signature, { method: 'PUT', body: text('x') })).status).toBe(403);
    });

    it('refuses a body of another size than was announced', async () => {
      const { store, baseUrl } = tested;
      const key = newKey();
      const bytes = text('twelve bytes');
      const wish = { key, contentType: 'image/jpeg', sha256: sha256(bytes), bytes: bytes.length, baseUrl };
      const { url, headers } = await store.presignPut(wish);
      const refused = await fetch(url, { method: 'PUT', headers, body: text('short') });
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect(await store.settle(key)).toEqual({ ok: false, error: 'missing' });
    });

    describe('in parts', () => {
      const whole = randomBytes(2 * testPartBytes + 1000);
      const plan = { bytes: whole.length, partBytes: testPartBytes };
      const cut = (number: number) => whole.subarray((number - 1) * testPartBytes, number * testPartBytes);
      const partUrl = async (key: string, number: number) => {
        const { store, baseUrl } = tested;
        const bytes = cut(number);
        const wish = { key, contentType: 'image/tiff', number, bytes: bytes.length, md5: md5(bytes), baseUrl };
        const presigned = await store.presignPart(wish);
        if (!presigned.ok) throw new Error(presigned.error);
        return presigned.value;
      };
      const sendPart = async (key: string, number: number, body: Uint8Array<ArrayBuffer> = cut(number)) => {
        const { url, headers } = await partUrl(key, number);
        return fetch(url, { method: 'PUT', headers, body });
      };
      const received = async (key: string) => {
        const parts = await tested.store.receivedParts(key);
        return parts.ok ? parts.value.map(({ number, bytes }) => [number, bytes]) : parts.error;
      };

      it('S16: knows the parts that arrived, joins them once all did, in their order', async () => {
        const { store } = tested;
        const key = newKey();
        expect(await received(key)).toEqual([]);
        expect(await store.joinParts(key, plan)).toEqual({ ok: false, error: 'missing' });
        for (const number of [3, 1]) expect((await sendPart(key, number)).status).toBe(200);
        expect(await received(key)).toEqual([
          [1, testPartBytes],
          [3, 1000],
        ]);
        expect(await store.joinParts(key, plan)).toEqual({ ok: false, error: 'missing' });
        expect(await store.settle(key)).toEqual({ ok: false, error: 'missing' });
        expect((await sendPart(key, 2)).status).toBe(200);
        expect((await sendPart(key, 2)).status).toBe(200);
        expect((await store.joinParts(key, plan)).ok).toBe(true);
        expect(await received(key)).toEqual([]);
        expect(await store.settle(key)).toEqual({ ok: true, value: { sha256: sha256(whole), bytes: whole.length } });
      });

      it('refuses a part whose bytes changed on the way, of another size, or under another number', async () => {
        const key = newKey();
        const changed = Uint8Array.from(cut(3), (byte) => byte ^ 1);
        expect((await sendPart(key, 3, changed)).status).toBeGreaterThanOrEqual(400);
        expect((await sendPart(key, 3, cut(3).subarray(1))).status).toBeGreaterThanOrEqual(400);
        const { url, headers } = await partUrl(key, 3);
        const other = url.replace(/(part(Number)?)=3/i, '$1=4');
        expect(other).not.toBe(url);
        expect((await fetch(other, { method: 'PUT', headers, body: cut(3) })).status).toBe(403);
        expect(await received(key)).toEqual([]);
      });

      it('takes no part of another plan for its own', async () => {
        const { store } = tested;
        const key = newKey();
        await sendPart(key, 3);
        expect(await store.joinParts(key, { bytes: 999, partBytes: testPartBytes })).toMatchObject({ ok: false });
        expect(await received(key)).toEqual([[3, 1000]]);
      });

      it('lets no later use of a part’s URL change what was settled', async () => {
        const { store } = tested;
        const key = newKey();
        const { url, headers } = await partUrl(key, 1);
        const small = { bytes: testPartBytes, partBytes: testPartBytes };
        await fetch(url, { method: 'PUT', headers, body: cut(1) });
        expect((await store.joinParts(key, small)).ok).toBe(true);
        const first = await store.settle(key);
        await fetch(url, { method: 'PUT', headers, body: cut(1) });
        await store.joinParts(key, small);
        expect(await store.settle(key)).toEqual(first);
      });

      it('drops what nobody goes on with, and nothing that is newer', async () => {
        const { store } = tested;
        const [given, kept] = [newKey(), newKey()];
        await sendPart(given, 3);
        expect(await store.dropAbandoned(new Date(Date.now() - 60_000))).toEqual({ ok: true, value: 0 });
        expect(await received(given)).toEqual([[3, 1000]]);
        const dropped = await store.dropAbandoned(new Date(Date.now() + 60_000));
        expect(dropped.ok && dropped.value).toBeGreaterThan(0);
        expect(await received(given)).toEqual([]);
        expect((await sendPart(kept, 3)).status).toBe(200);
        expect(await received(kept)).toEqual([[3, 1000]]);
      });
    });

    it('gives an object under its name and type', async () => {
      const { store, baseUrl } = tested;
      const key = newKey();
      await upload(key, text('to be seen'));
      await store.settle(key);
      const got = await fetch(await store.presignGet(key, { name: 'Böard 1.jpg', contentType: 'image/jpeg' }, baseUrl));
      expect(got.status).toBe(200);
      expect(got.headers.get('content-type')).toBe('image/jpeg');
      expect(got.headers.get('content-disposition')).toContain("filename*=UTF-8''B%C3%B6ard%201.jpg");
      expect(await got.text()).toBe('to be seen');
    });

    it('keeps what the service writes, and forgets what it removes', async () => {
      const key = newKey();
      expect((await tested.store.write(key, text('overlay'), 'image/jpeg')).ok).toBe(true);
      expect(await contentOf(key)).toBe('overlay');
      expect((await tested.store.remove(key)).ok).toBe(true);
      expect((await tested.store.remove(key)).ok).toBe(true);
      expect(await contentOf(key)).toBe('missing');
    });

    it('is ready', async () => {
      expect(await tested.store.isReady()).toBe(true);
    });
  });
}
