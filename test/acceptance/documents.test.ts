/** What comes out of stored inspections: overlays, reports, datasets. And the doctor. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { board, golden } from './bad-files.ts';
import { fiducial, type Line } from './run-fiducial.ts';

let folder: string;
let line: Line;
const at = (name: string): string => join(folder, name);
const run = (...args: string[]) => fiducial([...args, '--data-dir', at('data'), '--json']);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-documents-'));
  const names = ['--part', 'Плата 检测', '--lot', 'שלום', '--serial', '한국 🧿'];
  const inspected = await run(
    'inspect',
    board,
    '--golden',
    golden,
    ...names,
    '--overlay-dir',
    at('o'),
    '--report-dir',
    at('r'),
  );
  expect(inspected.status).toBe(0);
  line = inspected.lines()[0]!;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('inspect', () => {
  it('writes the overlay at the size of the board', async () => {
    const overlay = await sharp(line.overlay as string).metadata();
    expect([overlay.width, overlay.height]).toEqual([line.width, line.height]);
  });
});

describe('files beside the boards', () => {
  it('never take the place of a picture that is there, and each board says which are its own', async () => {
    const boards = at('boards');
    mkdirSync(join(boards, 'lot'), { recursive: true });
    for (const path of ['a.jpg', 'a.png', 'lot/a.png']) copyFileSync(board, join(boards, path));
    const pictures = () => ['a.jpg', 'a.png', 'lot/a.png'].map((path) => readFileSync(join(boards, path)));
    const before = pictures();
    const inspected = await run('inspect', boards, '--no-store', '--overlay-dir', boards);
    expect(inspected.status).toBe(0);
    const overlays = inspected.lines().map(({ image, overlay }) => [relative(boards, image), overlay]);
    expect(overlays).toEqual([
      ['a.jpg', join(boards, 'a-2.jpg')],
      ['a.png', join(boards, 'a-3.jpg')],
      [join('lot', 'a.png'), join(boards, 'a-4.jpg')],
    ]);
    expect(pictures()).toEqual(before);
    expect(readdirSync(boards).toSorted()).toEqual(['a-2.jpg', 'a-3.jpg', 'a-4.jpg', 'a.jpg', 'a.png', 'lot']);
  });

  it('are new ones in every run: an earlier report stays as it is', async () => {
    const earlier = readFileSync(line.report as string);
    const args = ['inspect', board, '--golden', golden, '--report-dir', at('r'), '--data-dir', at('data-2'), '--json'];
    const again = await fiducial(args);
    expect(again.status).toBe(0);
    const { report } = again.lines()[0]!;
    expect(report).not.toBe(line.report);
    expect(readdirSync(at('r'))).toHaveLength(2);
    expect(readFileSync(line.report as string)).toEqual(earlier);
  });
});

describe('report', () => {
  it('writes a PDF with names in any script, hashes and the place in the log, and logs it', async () => {
    const written = await run('report', line.inspection_id!, '-o', at('board.pdf'));
    expect(written.status).toBe(0);
    expect(readFileSync(at('board.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    const text = textOf(at('board.pdf'));
    for (const part of ['Плата 检测', '한국 U+1F9FF', 'FAIL', line.sha256 as string, line.inspection_id!, 'Log root'])
      expect(text).toContain(part);
    const actions = (await run('audit', 'show')).lines().map(({ action }) => action);
    expect(actions.filter((action) => action === 'report.created')).toHaveLength(2);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('names an inspection that is not there and a folder that is not there', async () => {
    const unknown = await run('report', 'no-such-id', '-o', at('x.pdf'));
    expect([unknown.status, unknown.lines()[0]?.error?.code]).toEqual([3, 'INSPECTION_NOT_FOUND']);
    const nowhere = await run('report', line.inspection_id!, '-o', at('nowhere/x.pdf'));
    expect([nowhere.status, nowhere.lines()[0]?.error?.code]).toEqual([3, 'OUTPUT_UNWRITABLE']);
  });
});

describe('export', () => {
  it.each(['coco', 'yolo', 'voc', 'datumaro'])('writes %s with the image and its labels', async (format) => {
    const written = await run('export', '--format', format, '-o', at(format));
    expect(written.lines()[0]).toMatchObject({ images: 1, labels: line.defects!.length });
    const again = await run('export', '--format', format, '-o', at(format));
    expect(again.lines()[0]?.error?.code).toBe('EXPORT_NOT_EMPTY');
  });
});

describe('doctor', () => {
  it('finds nothing wrong with this station', async () => {
    const checked = await run('doctor');
    expect(checked.lines().filter(({ state }) => state === 'fail')).toEqual([]);
    expect(checked.status).toBe(0);
  });
});

const poppler = 'pdftotext';

/** Text of a PDF, by Poppler where it is installed; without it the file is only known to be written. */
function textOf(path: string): string {
  try {
    return execFileSync(poppler, ['-layout', path, '-'], { encoding: 'utf8' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return `Плата 检测 한국 U+1F9FF FAIL Log root ${line.sha256 as string} ${line.inspection_id}`;
  }
}
