/** Which modules of the product may talk to another computer: a closed list, held against every source file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { describe, expect, test } from 'vitest';

const projectRoot = join(import.meta.dirname, '..', '..', '..');

/** Node's modules that open sockets or look up names, and the packages that do so by their purpose. */
const networkModules =
  /(?:from|import|import\(|require\()\s*['"](?:node:)?(?:net|tls|http|https|http2|dgram|dns|dns\/promises|inspector|inspector\/promises|electron-updater|undici|ws|@aws-sdk\/[^'"]+)['"]/;
/** Globals that do, and Electron's own ways. */
const networkGlobals =
  /\b(?:fetch\(|new (?:WebSocket|EventSource|XMLHttpRequest|WebTransport|RTCPeerConnection)\b|sendBeacon\(|navigator\.serviceWorker|net\.request\(|net\.fetch\(|openExternal\()/;

const reachesOut = (text: string): boolean => {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');
  return networkModules.test(code) || networkGlobals.test(code);
};

/** File, and whom it talks to. A new one needs a reason that can stand in docs/security.md. */
const allowed: Readonly<Record<string, string>> = {
  'src/renderer/viewer/tiles/fetch-tile.ts': 'names the worker’s call: no network',
  'src/renderer/viewer/tiles/tile-worker.ts': 'its own page’s origin, app://workstation: no network',
  'src/station/identity/central-http.ts': 'the central API that an administrator names; off without one',
  'src/station/sync/http-transport.ts': 'the central API that a site configures; off without one',
  'src/station/sync/bucket-parts.ts': 'the bucket that a site gives credentials for; off without them',
  'src/engine/infer/triton-session.ts':
    'the Triton server that TRITON_URL names at the central service; off without one',
  'src/station/diagnostics/cuda-libraries.ts': 'the address that a person names in `fiducial cuda fetch`',
  'src/main/updates/open-updates.ts': 'the update server that a site names in update.json; off without one',
  'src/main/updates/updates.ts': 'types of the updater only',
};

describe('modules that talk to other computers', () => {
  test('are those of the list, and no others', async () => {
    const files = await glob(
      ['{src,packages}/**/*.{ts,tsx}', '!**/*.test.{ts,tsx}', '!**/testing/**', '!**/node_modules/**'],
      {
        cwd: projectRoot,
      },
    );
    expect(files.length).toBeGreaterThan(300);
    const found = files.filter((file) => reachesOut(readFileSync(join(projectRoot, file), 'utf8')));
    expect(found.filter((file) => !(file in allowed))).toEqual([]);
    // What no longer reaches out needs no place in the list.
    const idle = Object.keys(allowed).filter((file) => files.includes(file) && !found.includes(file));
    expect(idle).toEqual([]);
  });

  test.each([
    `import { connect } from 'node:net';`,
    `import type { Server } from 'http';`,
    `const { request } = await import('node:https');`,
    `const answer = await fetch(url);`,
    `new WebSocket('wss://x')`,
    `navigator.sendBeacon('/x')`,
    `import { S3Client } from '@aws-sdk/client-s3';`,
  ])('negative control: %s would be found', (text) => {
    expect(reachesOut(text)).toBe(true);
  });

  test.each([`// fetch(url) is not used here`, `/* import 'node:net' */`, `const prefetch = tiles.prefetchAll();`])(
    '%s is not taken for one',
    (text) => {
      expect(reachesOut(text)).toBe(false);
    },
  );
});
