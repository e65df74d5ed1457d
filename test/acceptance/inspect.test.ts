import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { board, golden, oddName, otherGolden, writeBadFiles } from './bad-files.ts';
import { fiducial, type Line, type Run } from './run-fiducial.ts';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-inspect-'));
  await writeBadFiles(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const contractKeys = [
  'image',
  'sha256',
  'width',
  'height',
  'inspection_id',
  'status',
  'verdict',
  'defects',
  'model',
  'provider',
  'registration',
  'timings_ms',
];

describe('a manifest of good, bad and odd boards', () => {
  /** Manifest rows in order, with the error code each must get; null: inspected. */
  const rows: readonly (readonly [row: string | Record<string, unknown>, code: string | null])[] = [
    [{ image: 'good.jpg', golden, part: 'P', lot: 'L', serial: '1' }, null],
    [{ image: 'truncated.jpg' }, 'IMAGE_CORRUPT'],
    [{ image: 'flipped.png' }, 'IMAGE_CORRUPT'],
    [{ image: 'zero.jpg' }, 'IMAGE_EMPTY'],
    [{ image: 'text.jpg' }, 'IMAGE_FORMAT'],
    [{ image: 'bomb.png' }, 'IMAGE_TOO_LARGE'],
    [{ image: 'one.png' }, 'IMAGE_TOO_SMALL'],
    [{ image: 'loop.jpg' }, 'IMAGE_UNREADABLE'],
    [{ image: 'folder.jpg' }, 'IMAGE_UNREADABLE'],
    [{ image: 'missing.jpg' }, 'IMAGE_UNREADABLE'],
    ['{"image": "good.jpg"', 'MANIFEST_LINE'],
    [{ golden: 'good.jpg' }, 'MANIFEST_LINE'],
    [{ image: 'good.jpg', golden: otherGolden, serial: 'other' }, 'REGISTRATION_POOR'],
    [{ image: 'good.jpg', golden: 'zero.jpg', serial: 'zero' }, 'GOLDEN_UNREADABLE'],
    [{ image: 'good.jpg', golden: 'missing.jpg', serial: 'missing' }, 'GOLDEN_UNREADABLE'],
    [{ image: 'really-jpeg.png', serial: 'extension' }, null],
    [{ image: oddName, part: "'; DROP TABLE parts;--", serial: '日本 🧿' }, null],
    [{ image: 'cmyk.jpg' }, null],
    [{ image: 'deep.png', golden }, null],
    [{ image: 'turned.jpg', golden }, null],
    [{ image: 'black.png' }, 'IMAGE_BLANK'],
    [{ image: 'two-boards.tif', golden }, 'IMAGE_PAGES'],
    [{ image: 'good.jpg', golden: 'black.png', serial: 'black' }, 'REGISTRATION_POOR'],
    // The same board twice in one run is one inspection.
    [{ image: 'good.jpg', golden, part: 'P', lot: 'L', serial: '1' }, null],
  ];
  let run: Run;
  let lines: Line[];
  const lineOf = (image: string): Line => lines.find((line) => line.image === image)!;
  const args = () => ['inspect', '--manifest', at('manifest.jsonl'), '--data-dir', at('data'), '--json'];

  beforeAll(async () => {
    const text = rows.map(([row]) => (typeof row === 'string' ? row : JSON.stringify(row)));
    await writeFile(at('manifest.jsonl'), `${text.join('\n')}\n\n`);
    run = await fiducial(args());
    lines = run.lines();
  });

  it('gives one JSON line a board, in order, with the right code, and exit status 3', () => {
    expect(lines.map(({ error }) => error?.code ?? null)).toEqual(rows.map(([, code]) => code));
    expect(run.status).toBe(3);
    for (const { error } of lines) if (error) expect(error.message).toMatch(/\S/);
    expect(run.stdout + run.stderr).not.toMatch(/^\s+at .*\.[jt]s/m);
  });

  it('keeps the keys of the contract and their order', () => {
    for (const line of lines.filter((each) => each.status === 'completed'))
      expect(Object.keys(line).filter((key) => contractKeys.includes(key))).toEqual(contractKeys);
    const timings = Object.keys(lineOf('good.jpg').timings_ms as object);
    expect(timings).toEqual(['decode', 'register', 'infer', 'merge', 'store', 'total']);
    expect(lineOf('good.jpg').image).toBe('good.jpg');
  });

  it('gives no verdict where the golden is of another board', () => {
    const poor = lines[12]!;
    expect(poor).toMatchObject({ status: 'completed', verdict: null });
    expect(poor.registration).toMatchObject({ score: expect.any(Number) });
  });

  it('finds the same board again within a run and in the next one', async () => {
    const first = lines[0]!;
    expect(lines.at(-1)).toMatchObject({ inspection_id: first.inspection_id, found: true });
    const again = await fiducial(args());
    const ids = (all: readonly Line[]) => all.map(({ inspection_id }) => inspection_id ?? null);
    expect(ids(again.lines())).toEqual(ids(lines));
    // Refused files are in quarantine once, not once a run.
    expect(readdirSync(at('data/quarantine')).filter((name) => name.endsWith('.file'))).toHaveLength(8);
  });

  it('puts refused files into quarantine with their reason, and never missing ones', async () => {
    const reasons = await Promise.all(
      readdirSync(at('data/quarantine'))
        .filter((name) => name.endsWith('.json'))
        .map(async (name) => JSON.parse(await readFile(at(`data/quarantine/${name}`), 'utf8')) as { code: string }),
    );
    const codes = [
      'IMAGE_BLANK',
      'IMAGE_CORRUPT',
      'IMAGE_CORRUPT',
      'IMAGE_EMPTY',
      'IMAGE_FORMAT',
      'IMAGE_PAGES',
      'IMAGE_TOO_LARGE',
      'IMAGE_TOO_SMALL',
    ];
    expect(reasons.map(({ code }) => code).sort()).toEqual(codes);
  });

  it('leaves a log that verifies', async () => {
    const verified = await fiducial(['audit', 'verify', '--data-dir', at('data'), '--json']);
    expect(verified.status).toBe(0);
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true });
  });
});

describe('options', () => {
  it('makes another run with --again, and when asked with another threshold', async () => {
    const args = ['inspect', board, '--golden', golden, '--serial', '9', '--data-dir', at('again'), '--json'];
    const id = async (more: readonly string[]) => (await fiducial([...args, ...more])).lines()[0]?.inspection_id;
    const first = await id([]);
    expect(await id([])).toBe(first);
    expect(await id(['--again'])).not.toBe(first);
    const low = (await fiducial([...args, '--threshold', '0.01'])).lines()[0]!;
    expect(low.inspection_id).not.toBe(first);
    expect(Math.min(...low.defects!.map(({ confidence }) => confidence))).toBeLessThan(0.4);
  });

  it('writes nothing with --no-store but says everything', async () => {
    const run = await fiducial([
      'inspect',
      board,
      '--golden',
      golden,
      '--no-store',
      '--data-dir',
      at('none'),
      '--json',
    ]);
    expect(run.lines()[0]).toMatchObject({ inspection_id: null, status: 'completed', verdict: 'fail' });
    expect(run.status).toBe(0);
    expect(existsSync(at('none'))).toBe(false);
  });

  it('exits with 1 for a failing board when asked to, and prints a line for people without --json', async () => {
    const run = await fiducial(['inspect', board, '--golden', golden, '--fail-on-defect', '--data-dir', at('fail')]);
    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(/^FAIL {3}\S+board\.\w+ .*ms\n$/);
  });

  it('names wrong usage with exit status 2', async () => {
    const wrong = [
      ['inspect'],
      ['inspect', board, '--threshold', '7'],
      ['inspect', board, '--provider', 'abacus'],
      ['inspect', board, '--model', 'nobody', '--data-dir', at('usage')],
      ['inspect', '--manifest', at('no-manifest.jsonl')],
      ['inspect', board, '--no-store', '--report-dir', at('reports')],
      ['export', '--format', 'crayon', '-o', at('x')],
      ['juggle'],
    ];
    const runs = await Promise.all(wrong.map((args) => fiducial(args)));
    expect(runs.map(({ status }) => status)).toEqual(wrong.map(() => 2));
    for (const { stderr } of runs) expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('takes folders and globs', async () => {
    const run = await fiducial(['inspect', `${folder}/tur*.jpg`, at('nothing-*.jpg'), '--no-store', '--json']);
    expect(run.lines().map(({ error }) => error?.code ?? null)).toEqual([null, 'INPUT_NO_IMAGES']);
    expect(run.status).toBe(3);
  });

  it('inspects no golden as a board: left out of a folder, refused where it was named', async () => {
    const lot = at('lot');
    await mkdir(lot);
    await copyFile(board, join(lot, 'a.jpg'));
    const lotGolden = join(lot, 'b.jpg');
    await copyFile(golden, lotGolden);
    const args = [lot, lotGolden, '--golden', lotGolden, '--no-store', '--json'];
    const run = await fiducial(['inspect', ...args]);
    const lines = run.lines().map(({ image, verdict, error }) => [image, error?.code ?? verdict]);
    expect(lines).toEqual([
      [join(lot, 'a.jpg'), 'fail'],
      [lotGolden, 'BOARD_IS_GOLDEN'],
    ]);
    expect(run.stderr).toContain(`${lotGolden} is the golden itself, so it is left out`);
    expect(run.stderr).toContain('2 boards: 0 pass, 1 fail, 1 not inspected (BOARD_IS_GOLDEN).');
    expect((await fiducial(['inspect', lot, '--golden', lotGolden, '--no-store'])).status).toBe(0);
  });

  it('refuses a named provider that does not work, and gives every board its line', async () => {
    const run = await fiducial(['inspect', board, at('cmyk.jpg'), '--provider', 'coreml', '--no-store', '--json']);
    expect(run.lines().map(({ error }) => error?.code)).toEqual(['PROVIDER_UNAVAILABLE', 'PROVIDER_UNAVAILABLE']);
    expect(run.status).toBe(3);
  });
});

describe('being stopped', () => {
  it('finishes the boards in hand at Ctrl-C, stores what it printed and goes on where it stopped', async () => {
    const rows = Array.from({ length: 30 }, (_, n) =>
      JSON.stringify({ image: board, golden, part: 'P', serial: `c${n}` }),
    );
    await writeFile(at('long.jsonl'), rows.join('\n'));
    const args = ['inspect', '--manifest', at('long.jsonl'), '--data-dir', at('stopped'), '--json'];
    const run = await fiducial(args, {
      onLine: (count, child) => {
        if (count === 3) child.kill('SIGINT');
      },
    });
    expect(run.status).toBe(130);
    const printed = run.lines();
    expect(printed.length).toBeGreaterThanOrEqual(3);
    expect(printed.length).toBeLessThan(30);
    const rest = (await fiducial(args)).lines();
    expect(rest).toHaveLength(30);
    expect(rest.slice(0, printed.length).map(({ inspection_id }) => inspection_id)).toEqual(
      printed.map(({ inspection_id }) => inspection_id),
    );
    expect(new Set(rest.map(({ inspection_id }) => inspection_id)).size).toBe(30);
  });

  it('ends quietly when nobody reads its output any more', async () => {
    const run = await fiducial(['inspect', '--manifest', at('long.jsonl'), '--data-dir', at('piped'), '--json'], {
      onLine: (count, child) => {
        if (count === 1) child.stdout.destroy();
      },
    });
    expect(run.stderr).not.toMatch(/^\s+at /m);
    expect(run.status).toBe(130);
    const verified = await fiducial(['audit', 'verify', '--data-dir', at('piped'), '--json']);
    expect(verified.status).toBe(0);
  });
});
