import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalBytes } from '@fiducial/protocol/audit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readVerifierKeys } from './check-log.ts';
import { openArchive } from './read-archive.ts';
import { type MadeBundle, makeBundle } from './testing/make-bundle.ts';
import { filesOf, forgeries, pack, packAsForger, packWithManifest } from './testing/repack.ts';
import { type EvidenceCheck, evidenceChecks, verifyEvidence } from './verify-evidence.ts';

/** Changed bytes a run; FIDUCIAL_TAMPER_RUNS asks for more. */
const tamperRuns = Number(process.env.FIDUCIAL_TAMPER_RUNS ?? 150);

let folder: string;
let bundle: MadeBundle;
let bytes: Buffer;
let serial = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fiducial-evidence-'));
  bundle = await makeBundle(folder);
  bytes = readFileSync(bundle.path);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const newFile = (): string => join(folder, `bundle-${serial++}.zip`);
const given = () => readVerifierKeys(readFileSync(bundle.vkeys, 'utf8'));

/** Codes of what does not hold, each once. */
async function verify(path: string, checks?: readonly EvidenceCheck[]): Promise<readonly string[]> {
  const report = await verifyEvidence(path, { keys: given(), ...(checks && { checks }) });
  if (!report.ok) return [report.error.code];
  return [...new Set(report.value.problems.map(({ code }) => code))];
}

async function verifyBytes(changed: Uint8Array, checks?: readonly EvidenceCheck[]): Promise<readonly string[]> {
  const path = newFile();
  writeFileSync(path, changed);
  const found = await verify(path, checks);
  rmSync(path);
  return found;
}

const without = (...left: readonly EvidenceCheck[]) => evidenceChecks.filter((check) => !left.includes(check));

describe('a bundle', () => {
  test('holds, with keys that came another way, and says what it is about', async () => {
    const report = await verifyEvidence(bundle.path, { keys: given() });
    expect(report).toMatchObject({
      ok: true,
      value: {
        problems: [],
        trust: 'given',
        facts: { inspection: bundle.inspectionId, part: 'LAMP-1', serial: '88', entries: bundle.entries },
      },
    });
    expect(report.ok && report.value.facts?.signedOff).toMatchObject({ by: expect.any(String) });
  });

  test('holds by itself, and says that its key is known from itself alone', async () => {
    expect(await verifyEvidence(bundle.path, { keys: null })).toMatchObject({
      value: { problems: [], trust: 'bundle' },
    });
  });

  test('is the same, byte for byte, from the same files: a reader’s copy is the writer’s', async () => {
    expect(readFileSync(await pack(await filesOf(bundle.path), newFile())).equals(bytes)).toBe(true);
  });

  test('of another station’s key is named', async () => {
    const other = 'fiducial.audit/a/b+';
    const keys = readVerifierKeys(readFileSync(bundle.vkeys, 'utf8'))!.map((key) => ({ ...key, name: other }));
    const report = await verifyEvidence(bundle.path, { keys });
    expect(report.ok && report.value.problems.map(({ code }) => code)).toEqual(['EVIDENCE_KEY_UNKNOWN']);
  });
});

describe('tampering', () => {
  test('with any byte of the file is found', async () => {
    const place = fc.integer({ min: 0, max: bytes.length - 1 });
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(bytes);
        changed[at] = changed[at]! ^ by;
        expect(await verifyBytes(changed), `byte ${at}`).not.toEqual([]);
      }),
      { numRuns: tamperRuns },
    );
  });

  test('with any byte outside the images and the report is found', async () => {
    // Most bytes are the image's; these are the others.
    const report = await openArchive(bundle.path);
    if (!report.ok) throw new Error(report.error.message);
    const large = report.value.members.filter(({ bytes: size }) => size > 20_000);
    await report.value.close();
    const isSmall = (at: number): boolean =>
      !large.some(({ offset, bytes: size }) => at >= offset + 64 && at < offset + size);
    const places = [...bytes.keys()].filter(isSmall);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const changed = Buffer.from(bytes);
        changed[at] = changed[at]! ^ (1 << bit);
        expect(await verifyBytes(changed), `byte ${at}`).not.toEqual([]);
      }),
      { numRuns: 3 * tamperRuns },
    );
  });

  test('negative control: without the lists of files, some of it is missed', async () => {
    const files = await filesOf(bundle.path);
    const model = JSON.parse(Buffer.from(files.get('model.json')!).toString());
    files.set('model.json', canonicalBytes({ ...model, licence: 'another' }));
    const changed = await pack(files, newFile());
    expect(await verify(changed)).toContain('EVIDENCE_FILE_CHANGED');
    expect(await verify(changed, without('manifest', 'contents'))).toEqual([]);
  });

  test('negative control: without the manifest, a bundle with another one is missed', async () => {
    const files = await filesOf(bundle.path);
    files.set('manifest.json', canonicalBytes({ files: [], format: 'fiducial-evidence', v: 1 }));
    const changed = await pack(files, newFile());
    expect(await verify(changed)).toContain('EVIDENCE_FILE_MISSING');
    expect(await verify(changed, without('manifest'))).toEqual([]);
  });

  test.each(forgeries)('%s is found, however well the lists fit', async (_what, change) => {
    const files = await filesOf(bundle.path);
    change(files);
    const forged = await packAsForger(files, newFile());
    expect(await verify(forged)).toContain('EVIDENCE_NOT_LOGGED');
    // Negative control: without what asks the log, it is missed.
    expect(await verify(forged, without('contents', 'documents'))).toEqual([]);
  });

  test('an entry that is left out is found: the log says what belongs to the bundle', async () => {
    const files = await filesOf(bundle.path);
    const says = (text: string) =>
      [...files].find(([path, content]) => path.startsWith('log/') && Buffer.from(content).includes(text));
    const [path] = says('"action":"board.signed_off"')!;
    files.delete(path);
    files.delete(path.replace('.json', '.tlog-proof'));
    expect(await verify(await packWithManifest(files, newFile()))).toContain('EVIDENCE_FILE_MISSING');
  });

  test('an entry with other words is found by its proof, and a signature of somebody else by its key', async () => {
    const files = await filesOf(bundle.path);
    const [path, content] = [...files].find(([name]) => /^log\/\d+\.json$/.test(name))!;
    const entry = JSON.parse(Buffer.from(content).toString());
    files.set(path, canonicalBytes({ ...entry, actor: { ...entry.actor, name: 'Somebody else' } }));
    const forged = await packWithManifest(files, newFile());
    expect(await verify(forged)).toContain('EVIDENCE_PROOF_FAILED');
    expect(await verify(forged, without('log'))).not.toContain('EVIDENCE_PROOF_FAILED');
    const note = Buffer.from((await filesOf(bundle.path)).get('log/checkpoint')!).toString();
    const files2 = await filesOf(bundle.path);
    const otherRoot = note.replace(/^(\S+\n\d+\n)(.)/, (_, head, first) => head + (first === 'A' ? 'B' : 'A'));
    files2.set('log/checkpoint', Buffer.from(otherRoot));
    expect(await verify(await packWithManifest(files2, newFile()))).toContain('EVIDENCE_CHECKPOINT_FORGED');
  });
});

describe('a hostile archive', () => {
  const broken = (): readonly (readonly [string, Uint8Array])[] => [
    ['is empty', new Uint8Array()],
    ['is no archive', Buffer.from('not a zip at all, but long enough to be looked at')],
    ['has something before it', Buffer.concat([Buffer.from('x'), bytes])],
    ['has something after it', Buffer.concat([bytes, Buffer.from('x')])],
  ];
  test('is refused, whatever is wrong with its ends', async () => {
    for (const [what, content] of broken()) expect(await verifyBytes(content), what).toEqual(['EVIDENCE_ARCHIVE']);
  });

  test('is refused where it was cut off anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), async (length) => {
        expect(await verifyBytes(bytes.subarray(0, length))).toEqual(['EVIDENCE_ARCHIVE']);
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    '../evil.json',
    '/etc/passwd',
    'images/../../x',
    'log\\1.json',
    'C:evil',
    'images/',
    'MANIFEST.JSON',
    'log/01.json',
  ])('is refused with a file named %s', async (name) => {
    const files = await filesOf(bundle.path);
    files.set(name, Buffer.from('x'));
    expect(await verify(await pack(files, newFile()))).toEqual(['EVIDENCE_ARCHIVE']);
  });

  test('made by other programs is refused: compressed, or with a name twice', async () => {
    const { zipSync } = await import('fflate');
    const bomb = zipSync({ 'manifest.json': new Uint8Array(30_000_000) }, { level: 9 });
    expect(bomb.length).toBeLessThan(100_000);
    expect(await verifyBytes(bomb)).toEqual(['EVIDENCE_ARCHIVE']);
    // The same name in place of the one after it: both lists and heads are right but for that.
    const twice = Buffer.from(
      bytes.toString('latin1').replaceAll('verifications.json', 'signatures.jso'.padEnd(18, 'n')),
      'latin1',
    );
    expect(await verifyBytes(twice)).toEqual(['EVIDENCE_ARCHIVE']);
  });

  test('of random bytes is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (content) => {
        expect(await verifyBytes(content)).toEqual(['EVIDENCE_ARCHIVE']);
      }),
      { numRuns: 100 },
    );
  });
});
