/** Item 19 of Electron's security checklist: every fuse that the tool knows is set on purpose, or left for a reason. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { expect, test } from 'vitest';

const projectRoot = join(import.meta.dirname, '..');
const packaging = readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8');

const fuseNames = Object.values(FuseV1Options).filter((value) => typeof value === 'string');
const inPackaging = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** Each `name: true|false` under `electronFuses:`. */
function fusesSet(): Readonly<Record<string, boolean>> {
  const [, block = ''] = /^electronFuses:\n((?: {2}.*\n)+)/m.exec(packaging) ?? [];
  return Object.fromEntries(
    [...block.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, name, on]) => [name!, on === 'true']),
  );
}

/** Fuses that stay as Electron ships them, with the reason. */
const leftAsShipped: Readonly<Record<string, string>> = {
  wasmTrapHandlers:
    'On as shipped. It only chooses how WebAssembly checks its bounds, by traps or by code; the packager cannot set it.',
};

test('19. every fuse is set on purpose', () => {
  const set = fusesSet();
  for (const name of fuseNames.map(inPackaging))
    expect(name in set || name in leftAsShipped, `${name} is neither set nor left for a reason`).toBe(true);
  expect(set).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
});

test('19. a fuse that is left is one that the packager cannot set: when it can, this test says so', () => {
  const require = createRequire(import.meta.url);
  const scheme = readFileSync(join(require.resolve('app-builder-lib/package.json'), '..', 'scheme.json'), 'utf8');
  for (const name of Object.keys(leftAsShipped)) expect(scheme).not.toContain(`"${name}"`);
});
