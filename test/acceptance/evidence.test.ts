/** One file for one board: made by the command line of a station, checked by one that has nothing but the file. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { board, golden } from './bad-files.ts';
import { fiducial, type Line } from './run-fiducial.ts';

let folder: string;
let line: Line;
const at = (name: string): string => join(folder, name);
const onStation = (...args: string[]) => fiducial([...args, '--data-dir', at('data'), '--json']);
/** Somewhere else: a folder with nothing in it, and no data directory. */
const elsewhere = (...args: string[]) =>
  fiducial(['evidence', 'verify', ...args, '--json'], { env: { FIDUCIAL_DATA_DIR: at('nowhere') } });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-evidence-'));
  const inspected = await onStation('inspect', board, '--golden', golden, '--part', 'Плата', '--serial', '7');
  line = inspected.lines()[0]!;
  const made = await onStation('evidence', 'create', line.inspection_id!, '-o', at('board.zip'));
  expect(made.status, made.stderr).toBe(0);
  expect(made.lines()[0]).toMatchObject({ inspection_id: line.inspection_id, evidence: at('board.zip') });
  await onStation('audit', 'export', at('log'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('evidence', () => {
  it('holds anywhere, with the keys of the station’s exported log', async () => {
    const checked = await elsewhere(at('board.zip'), '--vkeys', at('log/vkeys'));
    expect(checked.status).toBe(0);
    expect(checked.lines()[0]).toMatchObject({
      ok: true,
      problems: [],
      trust: 'given',
      facts: { inspection: line.inspection_id, part: 'Плата', serial: '7', verdict: line.verdict ?? 'undecided' },
    });
    expect(existsSync(at('nowhere'))).toBe(false);
  });

  it('says on paper whose key it was, where no key came another way', async () => {
    const checked = await fiducial(['evidence', 'verify', at('board.zip')]);
    expect(checked.status).toBe(0);
    expect(checked.stdout).toMatch(/OK .*\n.*known from the bundle alone/);
  });

  it('does not hold after a change, and says what does not', async () => {
    const bytes = readFileSync(at('board.zip'));
    const image = bytes.indexOf(readFileSync(board).subarray(1000, 1200));
    bytes[image] = bytes[image]! ^ 1;
    writeFileSync(at('changed.zip'), bytes);
    const checked = await elsewhere(at('changed.zip'), '--vkeys', at('log/vkeys'));
    expect(checked.status).toBe(3);
    const { problems } = checked.lines()[0] as unknown as { problems: { code: string; path: string }[] };
    expect(problems).toContainEqual(expect.objectContaining({ code: 'EVIDENCE_NOT_LOGGED' }));
    expect(problems.every(({ path }) => path.startsWith('images/board.'))).toBe(true);
  });

  it('of another station is not taken for this one’s', async () => {
    await fiducial(['inspect', board, '--golden', golden, '--data-dir', at('other'), '--json']);
    await fiducial(['audit', 'export', at('other-log'), '--data-dir', at('other')]);
    const checked = await elsewhere(at('board.zip'), '--vkeys', at('other-log/vkeys'));
    expect(checked.status).toBe(3);
    expect(checked.stdout).toContain('EVIDENCE_KEY_UNKNOWN');
  });

  it('is part of the log: the whole log still verifies, and tells that it was made', async () => {
    expect((await onStation('audit', 'verify')).status).toBe(0);
    const actions = (await onStation('audit', 'show')).lines().map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['report.created', 'evidence.created']));
  });

  it.each([
    ['no such file', ['gone.zip'], 3, 'EVIDENCE_ARCHIVE'],
    ['another kind of file', ['log/checkpoint'], 3, 'EVIDENCE_ARCHIVE'],
    ['keys that are none', ['board.zip', '--vkeys', 'log/checkpoint'], 2, 'USAGE'],
  ] as const)('refuses %s', async (_what, args, status, code) => {
    const checked = await elsewhere(...args.map((arg) => (arg.startsWith('--') ? arg : at(arg))));
    expect([checked.status, checked.lines()[0]?.error?.code]).toEqual([status, code]);
    expect(checked.stderr).not.toMatch(/\n\s+at /);
  });

  it('refuses to be made where it cannot be written, and of an inspection that is not there', async () => {
    const nowhere = await onStation('evidence', 'create', line.inspection_id!, '-o', at('gone/board.zip'));
    expect([nowhere.status, nowhere.lines()[0]?.error?.code]).toEqual([3, 'OUTPUT_UNWRITABLE']);
    const unknown = await onStation('evidence', 'create', 'none', '-o', at('x.zip'));
    expect([unknown.status, unknown.lines()[0]?.error?.code]).toEqual([3, 'INSPECTION_NOT_FOUND']);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp') || name === 'x.zip')).toEqual([]);
  });

  it('opens in other people’s programs', () => {
    cpSync(at('board.zip'), at('copy.zip'));
    try {
      expect(execFileSync('unzip', ['-t', at('copy.zip')], { encoding: 'utf8' })).toContain('No errors detected');
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    }
  });
});
