import { isAbsolute, join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pyramidLevels, thumbnailUrl, tileUrl } from '../../ipc/image-urls.ts';
import { parseWindowUrl, windowOrigin, windowPage } from './window-url.ts';

const sha256 = 'a'.repeat(64);

describe('addresses of the window', () => {
  test('the page and its assets', () => {
    expect(parseWindowUrl(windowPage)).toEqual({ kind: 'bundle', path: 'index.html' });
    expect(parseWindowUrl(`${windowOrigin}/`)).toEqual({ kind: 'bundle', path: 'index.html' });
    expect(parseWindowUrl(`${windowOrigin}/assets/index-B4x_9.js`)).toEqual({
      kind: 'bundle',
      path: 'assets/index-B4x_9.js',
    });
  });

  test('pictures as the window spells them', () => {
    expect(parseWindowUrl(`${windowOrigin}/${thumbnailUrl(sha256)}`)).toEqual({ kind: 'thumbnail', sha256 });
    const last = pyramidLevels(16_384, 16_384) - 1;
    expect(parseWindowUrl(`${windowOrigin}/${tileUrl(sha256, last, 31, 7)}`)).toEqual({
      kind: 'tile',
      sha256,
      level: last,
      column: 31,
      row: 7,
    });
  });

  test.each([
    'https://workstation/index.html',
    'file:///etc/passwd',
    'app://elsewhere/index.html',
    'app://user:word@workstation/index.html',
    'app://workstation:80/index.html',
    `${windowOrigin}/..%2f..%2fetc/passwd`,
    `${windowOrigin}/assets\\..\\..\\secret`,
    `${windowOrigin}/%2e%2e%5csecret`,
    `${windowOrigin}//etc/passwd`,
    `${windowOrigin}/C:/secret`,
    `${windowOrigin}/index.html::$DATA`,
    `${windowOrigin}/.env`,
    `${windowOrigin}/images/${sha256.toUpperCase()}/thumbnail.jpg`,
    `${windowOrigin}/images/${sha256}/original.png`,
    `${windowOrigin}/images/${sha256}/tiles/0/-1_0.jpg`,
    `${windowOrigin}/%00`,
    '',
    'nonsense',
  ])('refuses %s', (url) => {
    expect(parseWindowUrl(url)).toBeNull();
  });

  test('no address leads out of the bundle’s folder', () => {
    const fragment = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2f',
      '/',
      '\\',
      '%5c',
      'assets',
      'index.html',
      '\0',
      ':',
      '~',
      '%00',
      'a',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(fragment, fc.string({ maxLength: 8 })), { maxLength: 12 }), (parts) => {
        const resource = parseWindowUrl(`${windowOrigin}/${parts.join('')}`);
        if (resource?.kind !== 'bundle') return;
        const inside = relative('/bundle', join('/bundle', resource.path));
        expect(inside.startsWith('..') || isAbsolute(inside)).toBe(false);
      }),
      { numRuns: 5000 },
    );
  });
});
