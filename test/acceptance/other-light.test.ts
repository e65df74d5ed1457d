import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateBoard } from '../../resources/boards/generate-board.ts';
import { fiducial } from './run-fiducial.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-light-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const masks = ['green', 'blue', 'red', 'yellow'] as const;
const gains = [0.4, 0.5, 0.7, 1, 1.2, 1.5] as const;
const side = 384;

/** One drawn board with one flaw, in every light, beside its golden; a manifest row each. */
async function writeBoards(mask: (typeof masks)[number]): Promise<string[]> {
  const { board, golden } = generateBoard({
    seed: `light-${mask}`,
    width: side,
    height: side,
    look: 'colour',
    mask,
    defects: 1,
  });
  const raw = { width: side, height: side, channels: board.channels };
  await sharp(golden.data, { raw })
    .png()
    .toFile(join(folder, `${mask}.png`));
  const rows = gains.map(async (gain) => {
    const image = `${mask}-${gain}.png`;
    const lit = Uint8Array.from(board.data, (value) => Math.min(255, Math.round(gain * value)));
    await sharp(lit, { raw }).png().toFile(join(folder, image));
    return JSON.stringify({ image, golden: `${mask}.png` });
  });
  return Promise.all(rows);
}

it('no board with a flaw passes because its light is another than its golden’s', async () => {
  const rows = (await Promise.all(masks.map(writeBoards))).flat();
  const manifest = join(folder, 'manifest.jsonl');
  await writeFile(manifest, rows.join('\n'));
  // Named, so that every machine runs the same precision.
  const run = await fiducial([
    'inspect',
    '--manifest',
    manifest,
    '--json',
    '--no-store',
    '--model',
    'pcb_defect_detector',
  ]);
  const verdicts = run.lines().map(({ image, verdict }) => [image, verdict]);
  expect(verdicts).toEqual(rows.map((row) => [JSON.parse(row).image, 'fail']));
});
