/** The auditors' verifier in Python against the one here: written from the same page, they must say the same. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from './digest.ts';
import { inclusionProof } from './proof.ts';
import type { KnownElsewhere, SignedLogReport } from './signed-log.ts';
import { sha256 } from './testing/node-crypto.ts';
import { buildExport, type OpenExport } from './testing/sample-export.ts';
import { buildLog, sampleBytes } from './testing/sample-log.ts';
import { besideKey, buildSignedLog, nodeOf, type OpenSignedLog, witness } from './testing/sample-signed-log.ts';
import { drawFrom, signedTamperings, type Victim } from './testing/signed-tampering.ts';
import { makeVictims, verifyEvidence } from './testing/tampering-harness.ts';
import { formatTlogProof } from './tlog-proof.ts';
import { formatVerifierKey } from './verifier-key.ts';

const here = dirname(fileURLToPath(import.meta.url));
const program = join(here, '../../../../resources/verify/fiducial_verify.py');
const vectors = ['rfc6962-inclusion', 'rfc6962-consistency', 'rfc8785', 'signed-notes'];
const vectorFiles = vectors.map((name) => join(here, `testing/vectors/${name}.json`));

/** A Python that has one of the two libraries for Ed25519; null where this machine has none. */
const python = [process.env.FIDUCIAL_PYTHON, 'python3', '/usr/bin/python3'].find((command) => {
  const either = 'import importlib.util as u, sys; sys.exit(not (u.find_spec("cryptography") or u.find_spec("nacl")))';
  return command !== undefined && spawnSync(command, ['-c', either]).status === 0;
});
const isNeeded = process.env.FIDUCIAL_REQUIRE_PYTHON === '1';

interface Said {
  readonly status: number | null;
  readonly lines: readonly string[];
  readonly errors: string;
}

function run(...args: string[]): Said {
  const done = spawnSync(python as string, ['-B', program, ...args], { encoding: 'utf8' });
  return { status: done.status, lines: done.stdout.split('\n').slice(0, -1), errors: done.stderr };
}

const describeWithPython = describe.skipIf(python === undefined && !isNeeded);

describeWithPython('the verifier in Python (skipped where no Python has an Ed25519 library)', () => {
  let folder = '';
  let count = 0;
  beforeAll(() => {
    if (python === undefined)
      throw new Error('No Python here has an Ed25519 library: apt install python3-cryptography');
    folder = mkdtempSync(join(tmpdir(), 'fiducial-verify-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const place = (name: string): string => {
    count += 1;
    return join(folder, `${count}-${name}`);
  };
  const write = (files: OpenExport): string => {
    const root = place('export');
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), bytes);
    }
    return root;
  };
  const writeFile = (name: string, content: string | Uint8Array): string => {
    const path = place(name);
    writeFileSync(path, content);
    return path;
  };
  const knownArgs = ({ anchors, mark, vkeys, witnesses }: KnownElsewhere): string[] => [
    ...anchors.flatMap(({ size, root }) => ['--anchor', `${size}:${toHex(root)}`]),
    ...(mark === null ? [] : ['--mark', writeFile('mark.json', JSON.stringify({ v: 1, ...mark }))]),
    ...(vkeys ?? []).flatMap((vkey) => ['--vkey', vkey]),
    ...witnesses.flatMap((key) => ['--witness', formatVerifierKey(key)]),
  ];

  it('has all published vectors', () => {
    const { status, lines } = run('vectors', ...vectorFiles);
    expect([status, lines]).toEqual([0, [expect.stringMatching(/^(\d+) of \1 vectors$/)]]);
  });

  it('control: it says which vector it does not have', () => {
    const wrong = { desc: 'a wrong one', json: '{"b":1,"a":2}', canonical: '{"b":1,"a":2}' };
    const file = writeFile('wrong.json', JSON.stringify({ vectors: [wrong] }));
    expect(run('vectors', file)).toMatchObject({ status: 1, lines: [`${file}: a wrong one`, '0 of 1 vectors'] });
  });

  /** What both verifiers are asked about, grouped by what is known, because each start of Python costs. */
  interface Case {
    readonly name: string;
    readonly files: OpenExport;
    readonly known: KnownElsewhere;
  }

  const comparable = (report: SignedLogReport): unknown => {
    if (!report.ok) return { ok: false, index: report.index, damage: report.damage };
    const { size, root, signedSize, witnessedSize, epochs } = report;
    return { ok: true, size, root: toHex(root), signedSize, witnessedSize, epochs };
  };
  const heard = (line: string): unknown => {
    const { ok, index, damage, size, root, signedSize, witnessedSize, epochs } = JSON.parse(line);
    return ok ? { ok, size, root, signedSize, witnessedSize, epochs } : { ok, index, damage };
  };
  const expectSame = (cases: readonly Case[]): readonly { readonly ok: boolean }[] => {
    const groups = Object.groupBy(cases, ({ known }) => JSON.stringify(knownArgsKey(known)));
    return Object.values(groups).flatMap((group) => {
      const same = group as Case[];
      const folders = same.map(({ files }) => write(files));
      const { lines, errors } = run('export', ...folders, ...knownArgs((same[0] as Case).known), '--json');
      expect(errors).toBe('');
      const ours = same.map(({ files, known }) => verifyEvidence({ type: 'export', files, known }));
      expect(lines.map((line, n) => [same[n]?.name, heard(line)])).toEqual(
        same.map(({ name }, n) => [name, comparable(ours[n] as SignedLogReport)]),
      );
      return ours;
    });
  };
  const knownArgsKey = ({ anchors, mark, vkeys, witnesses }: KnownElsewhere) => [
    anchors.map(({ size, root }) => [size, toHex(root)]),
    mark,
    vkeys,
    witnesses.map(formatVerifierKey),
  ];

  it('says the same of true exports, of any size around those of tiles', () => {
    const logs = [1, 3, 60, 255, 256, 257, 520].map((size) =>
      buildSignedLog({ size, epochsAt: size > 50 ? [0, 20, 33] : [0], every: 16, witnessed: true }),
    );
    const lost = buildSignedLog({ size: 40, epochsAt: [2, 20], lostAt: [20], every: 9 });
    const cases = [...logs, lost].map((log) => ({ name: 'true', files: buildExport(log), known: besideKey(log) }));
    expect(expectSame(cases).every(({ ok }) => ok)).toBe(true);
  });

  it('says the same of exports that were tampered with, class and first entry alike', () => {
    const victims = makeVictims(3);
    const cases = signedTamperings.flatMap((tampering, kind) =>
      Array.from({ length: 3 }, (_, n): Case | null => {
        const draw = drawFrom(kind * 1000 + n);
        const evidence = tampering.apply(victims[n] as Victim, draw);
        if (evidence.type === 'export') return { name: tampering.name, ...evidence };
        const { log, known } = evidence;
        const size = log.checkpoints.at(-1)?.size ?? 0;
        // Not everything that can lie in a database can be written as an export.
        if (log.rows.length < size || /node/.test(tampering.name)) return null;
        return { name: tampering.name, files: buildExport(log), known };
      }).filter((each) => each !== null),
    );
    expect(cases.length).toBeGreaterThan(45);
    expect(expectSame(cases).filter(({ ok }) => ok)).toEqual([]);
  });

  it('says the same of entries that are deleted, doubled, swapped or spelt otherwise, in a tree that fits', () => {
    const size = 40;
    const log = buildSignedLog({ size, epochsAt: [0], every: 8 });
    const contents = log.rows.map(({ bytes }) => bytes);
    const text = (n: number): string => new TextDecoder().decode(contents[n]);
    const spelt = (n: number, from: string | RegExp, to: string) =>
      contents.with(n, new TextEncoder().encode(text(n).replace(from, to)));
    const changed: Record<string, readonly Uint8Array[]> = {
      'one deleted': [...contents.toSpliced(9, 1), sampleBytes(size)],
      'the last deleted': contents.toSpliced(size - 1, 1, sampleBytes(size)),
      'one doubled': contents.toSpliced(9, 0, contents[9] as Uint8Array),
      'one inserted under a number that is taken': contents.toSpliced(10, 0, sampleBytes(9, { reason: 'inserted' })),
      'two swapped': contents.with(12, contents[30] as Uint8Array).with(30, contents[12] as Uint8Array),
      'a space': spelt(7, ',', ', '),
      'a byte order mark': spelt(7, /^/, '\ufeff'),
      'a number with a point': spelt(7, '"v":1', '"v":1.0'),
      'a number that is none': spelt(7, '"defects":1', '"defects":1.5'),
      'a number that no double holds': spelt(7, '"defects":1', '"defects":9007199254740993'),
      'a huge number': spelt(7, '"defects":1', `"defects":1${'0'.repeat(400)}`),
      'a constant of Python’s': spelt(7, '"defects":1', '"defects":NaN'),
      'true for a number': spelt(7, '"v":1', '"v":true'),
      'a field twice': spelt(7, '"v":1', '"v":1,"v":1'),
      'a field too many': spelt(7, '"v":1', '"v":1,"w":1'),
      'a hidden field': spelt(7, '"defects"', '"__proto__"'),
      'a lone surrogate': spelt(7, '"reason":""', '"reason":"\\ud800"'),
      'an escaped letter': spelt(7, 'line', '\\u006cine'),
      'digits of another script': spelt(7, '2026', '２０２６'),
      'a newline after the time': spelt(7, '.000Z', '.000Z\\n'),
      'an upper-case hash': spelt(7, 'abab', 'ABAB'),
      'nothing at all': contents.with(7, new Uint8Array(0)),
      'deep nesting': contents.with(7, new TextEncoder().encode('['.repeat(60_000))),
    };
    const cases = Object.entries(changed).flatMap(([name, bytes]): Case[] => {
      const fitting: OpenSignedLog = { ...log, ...buildLog(bytes) };
      const files = buildExport(fitting);
      // Once with tiles that fit the change, once with those of before.
      const before = new Map([...buildExport(log)].map(([path, old]) => [path, files.get(path) ?? old]));
      for (const [path, old] of buildExport(log)) if (path.startsWith('tile/0/')) before.set(path, old);
      return [
        { name, files, known: besideKey(log) },
        { name: `${name}, tiles of before`, files: before, known: besideKey(log) },
      ];
    });
    expect(expectSame(cases).every(({ ok }) => !ok)).toBe(true);
  });

  it('says nothing is proven once any byte of an export is another', () => {
    const log = buildSignedLog({ size: 5, epochsAt: [0, 3], every: 4, witnessed: true });
    const cases = [...buildExport(log)].flatMap(([path, bytes]) =>
      Array.from(bytes, (byte, at): Case => {
        const files = new Map(buildExport(log)).set(path, bytes.with(at, byte ^ 1));
        return { name: `${path}, byte ${at}`, files, known: besideKey(log) };
      }).filter((_, at) => at % 5 === 0),
    );
    const unproven = expectSame(cases).filter(({ ok }) => !ok).length;
    // What is left: lines of signers that nobody here knows, once a bit of the witness's name is another.
    expect(unproven).toBeGreaterThan(cases.length * 0.95);
  });

  it('proves one entry from its file, to who has a key', () => {
    const log = buildSignedLog({ size: 30, epochsAt: [0], every: 8 });
    const newest = log.checkpoints.at(-1);
    const proof = formatTlogProof({
      extra: log.rows[17]?.bytes as Uint8Array,
      index: 17,
      proof: inclusionProof(sha256, (level, index) => nodeOf(log, level, index), 17, 30),
      checkpoint: newest?.note as string,
    });
    const file = writeFile('entry.tlog-proof', proof);
    const [vkey] = log.vkeys as [string];
    const good = run('proof', file, '--vkey', vkey, '--json');
    expect(good.status).toBe(0);
    expect(JSON.parse(good.lines[0] as string)).toMatchObject({ ok: true, index: 17, size: 30, entry: { seq: 17 } });
    expect(run('proof', file, '--vkey', vkey).lines[0]).toBe(
      `PROVEN: entry 17 of 30 in ${newest?.note.split('\n')[0]}`,
    );
    const other = formatVerifierKey(witness.key);
    expect(run('proof', file, '--vkey', other)).toMatchObject({ status: 1 });
    const entry = writeFile('entry.json', sampleBytes(18));
    expect(run('proof', file, '--vkey', vkey, '--entry', entry)).toMatchObject({ status: 1 });
    expect(run('proof', writeFile('cut.tlog-proof', proof.slice(0, 200)), '--vkey', vkey)).toMatchObject({ status: 2 });
    expect(run('proof', `${file}.none`, '--vkey', vkey)).toMatchObject({ status: 2 });
    expect(run('export', join(folder, 'none'))).toMatchObject({ status: 2 });
  });

  it('says it in words as well', () => {
    const log = buildSignedLog({ size: 30, epochsAt: [0, 12], lostAt: [12], every: 8 });
    const [first, , , , last] = run('export', write(buildExport(log))).lines;
    expect(first).toMatch(/^PROVEN: 30 of 30 entries are signed/);
    expect(last).toBe('A key was lost: compare the last state before it with one kept elsewhere.');
    const files = buildExport(log);
    files.delete('vkeys');
    expect(run('export', write(files))).toMatchObject({
      status: 1,
      lines: [expect.stringMatching(/^NOT PROVEN from entry 0 on: key_swapped/)],
    });
  });

  it('prints the entries that are proven, and none that are not', () => {
    const log = buildSignedLog({ size: 30, epochsAt: [0], lostAt: [], every: 8 });
    const proven = run('export', write(buildExport(log)), '--entries');
    const entries = proven.lines.filter((line) => line.startsWith('{'));
    expect(entries).toEqual(log.rows.map(({ bytes }) => Buffer.from(bytes).toString('utf8')));
    const files = buildExport(log);
    files.delete('vkeys');
    expect(run('export', write(files), '--entries').lines).toHaveLength(1);
  });

  it('ends quietly, and not as proven, where nobody reads what it says', () => {
    const log = buildSignedLog({ size: 900, epochsAt: [0], lostAt: [], every: 256 });
    const script = '"$0" -B "$1" export "$2" --entries | true; echo "$PIPESTATUS"';
    const folderOfLog = write(buildExport(log));
    const done = spawnSync('bash', ['-c', script, python as string, program, folderOfLog], { encoding: 'utf8' });
    expect(done).toMatchObject({ stderr: '', stdout: '2\n' });
  });

  it('is one file that needs nothing but Python and one library', () => {
    const imports = execFileSync(python as string, [
      '-c',
      'import ast,sys;print(sorted({a.name.split(".")[0] for n in ast.walk(ast.parse(open(sys.argv[1]).read())) if isinstance(n,(ast.Import,ast.ImportFrom)) for a in ([ast.alias(n.module)] if isinstance(n,ast.ImportFrom) else n.names)}-set(sys.stdlib_module_names)))',
      program,
    ]);
    // `evidence_bundle` lies beside it, and is asked for bundles only.
    expect(imports.toString().trim()).toBe("['cryptography', 'evidence_bundle', 'nacl']");
  });
});
