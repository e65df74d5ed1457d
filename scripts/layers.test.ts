/** The rules of .dependency-cruiser.cjs: what is planted against each, in a small tree of its own, is refused. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { glob } from 'tinyglobby';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const projectRoot = join(import.meta.dirname, '..');
const root = mkdtempSync(join(tmpdir(), 'fiducial-layers-'));

/** A file, its one line, and the rule that must refuse it. */
type Plant = readonly [file: string, line: string, rule: string];

const plants: readonly Plant[] = [
  ['src/core/inspection/types-of-node.ts', '/// <reference types="node"/>', 'no-triple-slash-references'],
  ['src/core/inspection/file-of-another.ts', '/// <reference path="../box.ts"/>', 'no-triple-slash-references'],
  ['src/core/inspection/password.ts', "import { hash } from '@node-rs/argon2';", 'core-is-the-domain: packages'],
  ['src/core/inspection/rows.ts', "import type { Kysely } from 'kysely';", 'core-is-the-domain: packages'],
  ['src/core/inspection/words.ts', "import { Command } from 'commander';", 'core-is-the-domain: packages'],
  ['src/core/inspection/disk.ts', "import { readFileSync } from 'node:fs';", 'core-is-the-domain: no Node'],
  ['src/core/inspection/stats.ts', "export type Stats = import('node:fs').Stats;", 'core-is-the-domain: no Node'],
  ['src/core/inspection/upwards.ts', "import type {} from '../../station/known.ts';", 'core-is-the-domain'],
  ['packages/protocol/src/secret.ts', "import { createHash } from 'node:crypto';", 'protocol-stands-alone: no Node'],
  ['packages/protocol/src/ids.ts', "import { uuidv7 } from 'uuidv7';", 'protocol-stands-alone: packages'],
  ['packages/protocol/src/upwards.ts', "import '../../../src/core/known.ts';", 'protocol-stands-alone'],
  ['central/src/pictures.ts', "import sharp from 'sharp';", 'central-stands-on-packages: packages'],
  ['central/src/file.ts', "import Database from 'better-sqlite3';", 'central-stands-on-packages: packages'],
  ['central/src/sideways.ts', "import '../../src/core/known.ts';", 'central-stands-on-packages'],
  ['src/engine/rows.ts', "import Database from 'better-sqlite3';", 'engine-knows-only-detection: packages'],
  ['src/engine/sideways.ts', "import '../core/known.ts';", 'engine-knows-only-detection'],
  ['src/station/pixels.ts', "import sharp from 'sharp';", 'station-has-no-face: packages'],
  ['src/station/window.ts', "import { app } from 'electron';", 'station-has-no-face: packages'],
  ['src/station/rows.ts', "import Database from 'better-sqlite3';", 'database-only-in-db'],
  ['src/station/inside.ts', "import '../engine/known.ts';", 'station-has-no-face'],
  ['src/cli/rows.ts', "import { sql } from 'kysely';", 'cli-hosts-the-station: packages'],
  ['src/cli/sideways.ts', "import '../main/known.ts';", 'cli-hosts-the-station'],
  ['src/ipc/path.ts', "import { join } from 'node:path';", 'ipc-knows-the-domain: no Node'],
  ['src/ipc/window.ts', "import type { IpcMain } from 'electron';", 'ipc-knows-the-domain: packages'],
  ['src/preload/parse.ts', "import { z } from 'zod';", 'preload-is-built-from-names: packages'],
  ['src/preload/path.ts', "import { join } from 'node:path';", 'preload-is-built-from-names: no Node'],
  ['src/renderer/bucket.tsx', "import { S3 } from '@aws-sdk/client-s3';", 'window-talks-only-through-ipc: packages'],
  ['src/renderer/disk.tsx', "import { readFileSync } from 'fs';", 'window-talks-only-through-ipc: no Node'],
  ['src/renderer/around.tsx', "import '../station/known.ts';", 'window-talks-only-through-ipc'],
  ['src/renderer/features/a/b.ts', "import '../b/known.ts';", 'features-do-not-know-each-other'],
  ['src/renderer/ui/up.ts', "import '../features/b/known.ts';", 'window-parts-know-no-feature'],
  ['src/main/pixels.ts', "import { InferenceSession } from 'onnxruntime-node';", 'shell-hosts-the-station: packages'],
  ['src/main/sideways.ts', "import '../cli/known.ts';", 'shell-hosts-the-station'],
  ['src/main/tests.ts', "import './testing/known.ts';", 'no-test-code-in-the-product'],
  ['src/main/bitmap.ts', "import { encode } from 'fast-bmp';", 'no-dev-packages-in-the-product'],
  ['src/main/nothing.ts', "import './not-there.ts';", 'no-unresolved'],
  ['src/main/circle.ts', "import './circle.ts';", 'no-cycles'],
];

/** What the planted lines import, and imports that every layer may have: none of these may be refused. */
const rightful: readonly (readonly [file: string, line: string])[] = [
  ['src/core/known.ts', "import { z } from 'zod';"],
  ['src/core/box.ts', "import Flatbush from 'flatbush';"],
  ['src/core/detection/known.ts', ''],
  ['src/core/inspection/ids.test.ts', "import { readFileSync } from 'node:fs';"],
  ['src/engine/known.ts', "import sharp from 'sharp';"],
  ['src/engine/protocol.ts', "import '../core/detection/known.ts';"],
  ['src/station/known.ts', "import '../engine/protocol.ts';"],
  ['src/station/db/known.ts', "import Database from 'better-sqlite3';"],
  ['src/cli/known.ts', "import { Command } from 'commander';"],
  ['src/main/known.ts', "import { app } from 'electron';"],
  ['src/main/testing/known.ts', "import fc from 'fast-check';"],
  ['src/renderer/known.tsx', "import { useState } from 'react';"],
  ['src/renderer/features/b/known.ts', "import '../../../core/known.ts';"],
  ['central/src/known.ts', "import pg from 'pg';"],
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** Rules by the file that breaks them, as the tool of `npm run check` tells them of the planted tree. */
const refusals = new Map<string, string[]>();

beforeAll(async () => {
  for (const [file, line] of [...plants, ...rightful]) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), `${line}\nexport {};\n`);
  }
  for (const file of ['package.json', 'tsconfig.base.json']) copyFileSync(join(projectRoot, file), join(root, file));
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'), 'junction');
  const tool = join(projectRoot, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const config = join(projectRoot, '.dependency-cruiser.cjs');
  const output = await outputOf([tool, '--config', config, '--output-type', 'json', 'src', 'packages', 'central']);
  const { summary } = JSON.parse(output) as { summary: { violations: Violation[] } };
  for (const { from, rule } of summary.violations) refusals.set(from, [...(refusals.get(from) ?? []), rule.name]);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The tool's exit status counts violations, so only what it printed tells whether it ran. */
const outputOf = (args: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 2 ** 26 }, (_, stdout, stderr) =>
      stdout === '' ? reject(new Error(stderr)) : resolve(stdout),
    );
  });

describe('planted against the layers', () => {
  it.each(plants)('%s: %s', (file, _, rule) => {
    expect(refusals.get(file) ?? []).toContain(rule);
  });

  it('nothing else is refused', () => {
    expect([...refusals.keys()].filter((file) => !plants.some(([planted]) => planted === file))).toEqual([]);
  });
});

it('no file of a layer has a triple-slash reference, of the kind that names a library neither', async () => {
  const files = await glob(['{src,packages,central}/**/*.{ts,tsx}', '!**/node_modules/**'], { cwd: projectRoot });
  expect(files.length).toBeGreaterThan(500);
  const reference = /^\s*\/\/\/\s*<(reference|amd)/m;
  expect(reference.test('/// <reference lib="dom" />')).toBe(true);
  expect(files.filter((file) => reference.test(readFileSync(join(projectRoot, file), 'utf8')))).toEqual([]);
});

it("Node's globals are refused in the protocol, whose tests have their types", async () => {
  copyFileSync(join(projectRoot, 'biome.json'), join(root, 'biome.json'));
  for (const file of ['globals.ts', 'globals.test.ts'])
    writeFileSync(join(root, 'packages', 'protocol', 'src', file), 'export const a = [process.cwd(), Buffer];\n');
  const biome = join(projectRoot, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const said = await outputOf([biome, 'lint', '--vcs-enabled=false', '--reporter=json', 'packages']);
  const { diagnostics } = JSON.parse(said) as { diagnostics: { category: string; location: { path: unknown } }[] };
  const refused = diagnostics.filter(({ category }) => category === 'lint/style/noRestrictedGlobals');
  expect(refused.map(({ location }) => JSON.stringify(location.path))).toEqual([
    expect.stringContaining('globals.ts'),
    expect.stringContaining('globals.ts'),
  ]);
});
