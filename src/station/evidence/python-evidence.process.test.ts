/** The auditors' verifier in Python against the one here: written from the same page, they must say the same. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalBytes } from '@fiducial/protocol/audit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readVerifierKeys } from './check-log.ts';
import { type MadeBundle, makeBundle } from './testing/make-bundle.ts';
import { filesOf, forgeries, pack, packAsForger, packWithManifest } from './testing/repack.ts';
import { verifyEvidence } from './verify-evidence.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'resources', 'verify', 'fiducial_verify.py');

/** A Python that has one of the two libraries for Ed25519; undefined where this machine has none. */
const python = [process.env.FIDUCIAL_PYTHON, 'python3', '/usr/bin/python3'].find((command) => {
  const either = 'import importlib.util as u, sys; sys.exit(not (u.find_spec("cryptography") or u.find_spec("nacl")))';
  return command !== undefined && spawnSync(command, ['-c', either]).status === 0;
});
const isNeeded = process.env.FIDUCIAL_REQUIRE_PYTHON === '1';

interface Said {
  readonly ok: boolean;
  readonly problems: readonly { readonly code: string }[];
  readonly facts: unknown;
  readonly trust: string;
}

const codesOf = (problems: Said['problems']): readonly string[] =>
  [...new Set(problems.map(({ code }) => code))].sort();

describe.skipIf(python === undefined && !isNeeded)(
  'bundles in Python (skipped where no Python has an Ed25519 library)',
  () => {
    let folder = '';
    let bundle: MadeBundle;
    let count = 0;
    beforeAll(async () => {
      if (python === undefined)
        throw new Error('No Python here has an Ed25519 library: apt install python3-cryptography');
      folder = mkdtempSync(join(tmpdir(), 'fiducial-evidence-'));
      bundle = await makeBundle(folder);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const newFile = (): string => {
      count += 1;
      return join(folder, `${count}.zip`);
    };
    function inPython(paths: readonly string[]): readonly Said[] {
      const args = ['-B', program, 'evidence', '--json', '--vkeys', bundle.vkeys, ...paths];
      const { stdout, stderr } = spawnSync(python!, args, { encoding: 'utf8', maxBuffer: 1e8 });
      expect(stderr).toBe('');
      return stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Said);
    }
    async function here(path: string): Promise<{ codes: readonly string[]; facts: unknown }> {
      const report = await verifyEvidence(path, { keys: readVerifierKeys(readFileSync(bundle.vkeys, 'utf8')) });
      if (!report.ok) return { codes: [report.error.code], facts: null };
      return { codes: codesOf(report.value.problems), facts: report.value.facts };
    }
    async function compare(paths: readonly string[]): Promise<void> {
      const there = inPython(paths);
      for (const [i, path] of paths.entries()) {
        const { problems, facts } = there[i]!;
        expect({ codes: codesOf(problems), facts }, path).toEqual(await here(path));
      }
    }

    test('a bundle holds here and there, and says the same', async () => {
      const [said] = inPython([bundle.path]);
      expect(said).toMatchObject({ ok: true, problems: [], trust: 'given' });
      await compare([bundle.path]);
    });

    test('forgeries are named alike', async () => {
      const paths: string[] = [];
      for (const [, change] of forgeries) {
        for (const put of [pack, packWithManifest, packAsForger]) {
          const files = await filesOf(bundle.path);
          change(files);
          paths.push(await put(files, newFile()));
        }
      }
      await compare(paths);
    });

    test('so is each file that is taken away, emptied, or written in another way', async () => {
      const paths: string[] = [];
      for (const name of (await filesOf(bundle.path)).keys()) {
        if (name === 'manifest.json') continue;
        const without = await filesOf(bundle.path);
        without.delete(name);
        paths.push(await packWithManifest(without, newFile()));
        const emptied = await filesOf(bundle.path);
        paths.push(await packWithManifest(emptied.set(name, new Uint8Array()), newFile()));
        const spaced = await filesOf(bundle.path);
        paths.push(
          await packWithManifest(spaced.set(name, Buffer.concat([spaced.get(name)!, Buffer.from(' ')])), newFile()),
        );
      }
      const renamed = await filesOf(bundle.path);
      renamed.set('manifest.json', canonicalBytes({ files: [], format: 'fiducial-evidence', v: true }));
      paths.push(await pack(renamed, newFile()));
      await compare(paths);
    });

    test('and any byte that is changed', async () => {
      const bytes = readFileSync(bundle.path);
      const places = fc.sample(fc.integer({ min: 0, max: bytes.length - 1 }), 60);
      // The beginning has the lists of the bundle's files, where most of what is changed is a question of form.
      const lists = fc.sample(fc.integer({ min: 0, max: 4500 }), 120);
      // The ends of the archive have its heads and the small files.
      const ends = fc.sample(fc.integer({ min: bytes.length - 4000, max: bytes.length - 1 }), 60);
      const paths = [...places, ...lists, ...ends].map((at) => {
        const changed = Buffer.from(bytes);
        changed[at] = changed[at]! ^ (1 << (at % 8));
        const path = newFile();
        writeFileSync(path, changed);
        return path;
      });
      await compare(paths);
      expect(inPython(paths).every(({ ok }) => !ok)).toBe(true);
    });
  },
);
