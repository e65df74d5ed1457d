import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { thumbnailUrl, tileUrl } from '../../ipc/image-urls.ts';
import { type PictureResource, respond, type WindowFiles } from './respond.ts';
import { windowOrigin, windowPage } from './window-url.ts';

let folder: string;
let files: WindowFiles;
const known = 'a'.repeat(64);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-respond-'));
  await mkdir(join(folder, 'bundle', 'assets'), { recursive: true });
  await writeFile(join(folder, 'bundle', 'index.html'), '<title>Fiducial</title>');
  await writeFile(join(folder, 'bundle', 'assets', 'index-1a2b.js'), 'export {}');
  await writeFile(join(folder, 'bundle', 'notes.exe'), 'MZ');
  await writeFile(join(folder, 'secret.html'), 'secret');
  await writeFile(join(folder, 'tile.jpg'), 'jpeg bytes');
  files = {
    bundle: join(folder, 'bundle'),
    pictureFile: async (picture: PictureResource) =>
      picture.sha256 === known
        ? { ok: true, value: join(folder, 'tile.jpg') }
        : { ok: false, error: { code: 'IMAGE_MISSING', message: 'No such picture.' } },
  };
});
afterAll(() => rm(folder, { recursive: true }));

const get = (url: string, method = 'GET') => respond({ url, method }, files);

describe('what the window is served', () => {
  test('its page, never cached', async () => {
    const page = await get(windowPage);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(await page.text()).toBe('<title>Fiducial</title>');
  });

  test('assets and pictures, cached for good', async () => {
    const script = await get(`${windowOrigin}/assets/index-1a2b.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toContain('immutable');
    for (const url of [thumbnailUrl(known), tileUrl(known, 0, 1, 2)]) {
      const picture = await get(`${windowOrigin}/${url}`);
      expect(picture.headers.get('content-type')).toBe('image/jpeg');
      expect(picture.headers.get('cache-control')).toContain('immutable');
      expect(await picture.text()).toBe('jpeg bytes');
    }
  });

  test('a picture that cannot be made says why, and is asked for again next time', async () => {
    const missing = await get(`${windowOrigin}/${thumbnailUrl('b'.repeat(64))}`);
    expect(missing.status).toBe(404);
    expect(missing.headers.get('cache-control')).toBe('no-store');
    expect(await missing.json()).toEqual({ code: 'IMAGE_MISSING', message: 'No such picture.' });
  });

  test.each([
    `${windowOrigin}/missing.html`,
    `${windowOrigin}/notes.exe`,
    `${windowOrigin}/../secret.html`,
    `${windowOrigin}/assets`,
  ])('nothing for %s', async (url) => {
    expect((await get(url)).status).toBe(404);
  });

  test('only reading', async () => {
    expect((await get(windowPage, 'POST')).status).toBe(405);
    const head = await get(windowPage, 'HEAD');
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
  });

  test('every answer carries the policy: no inline code, no eval, no other site', async () => {
    for (const url of [windowPage, `${windowOrigin}/missing.html`, `${windowOrigin}/${thumbnailUrl(known)}`]) {
      const policy = (await get(url)).headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(policy).not.toMatch(/https?:|\*/);
    }
  });
});
