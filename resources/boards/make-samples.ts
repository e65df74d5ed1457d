/** Draws the bundled sample pairs anew: `node resources/boards/make-samples.ts`. The same pixels every time. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BoardOptions, planLargeBoard } from './generate-board.ts';
import { writeScene } from './image-files.ts';

interface Sample {
  readonly part: string;
  readonly lot: string;
  readonly serial: string;
  readonly options: BoardOptions;
}

const straight = { shift: 2, rotate: 0.1 } as const;
const askew = { shift: 5, rotate: 0.9, exactPose: true } as const;

const large = { width: 1024, height: 768 } as const;

const samples: readonly Sample[] = [
  sample('PCB-2002', 'LOT-1001', '000431', { seed: 'a', artwork: 'sample/g0', mask: 'green', ...large, defects: 6 }),
  sample('PCB-2002', 'LOT-1001', '000432', { seed: 'b', artwork: 'sample/g0', mask: 'green', ...large, defects: 0 }),
  sample('PCB-2002', 'LOT-1001', '000433', { seed: 'c', artwork: 'sample/g0', mask: 'green', ...large, defects: 2 }),
  sample('CTRL-14', 'LOT-1002', '007710', { seed: 'd', artwork: 'sample/g9', mask: 'blue', width: 800, defects: 5 }),
  sample('CTRL-14', 'LOT-1002', '007711', {
    seed: 'e',
    artwork: 'sample/g9',
    mask: 'blue',
    width: 800,
    defects: 3,
    ...askew,
  }),
  sample('PSU-7B', 'LOT-1003', '120045', { seed: 'f', artwork: 'sample/g8', mask: 'red', ...large, defects: 7 }),
  sample('SENSE-3', 'LOT-1004', '300017', {
    seed: 'g',
    artwork: 'sample/g10',
    mask: 'black',
    width: 800,
    height: 600,
    defects: 4,
  }),
  sample('SENSE-4', 'LOT-1004', '300018', { seed: 'h', artwork: 'sample/g3', mask: 'purple', width: 720, defects: 4 }),
  sample('LAMP-1', 'LOT-1005', '000088', { seed: 'i', artwork: 'sample/g2', mask: 'white', height: 800, defects: 5 }),
  sample('MOTOR-9', 'LOT-1006', '450002', { seed: 'j', artwork: 'sample/g7', mask: 'yellow', defects: 3 }),
  sample('CORE-BARE', 'LOT-1007', '000009', { seed: 'k', artwork: 'sample/g1', mask: 'bare', defects: 5 }),
  sample('SCAN-12', 'LOT-1008', '900100', { seed: 'l', artwork: 'sample/l', look: 'binary', defects: 6 }),
];

function sample(part: string, lot: string, serial: string, options: BoardOptions): Sample {
  return { part, lot, serial, options: { ...straight, ...options, seed: `sample/${options.seed}` } };
}

const folder = join(import.meta.dirname, 'samples');
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const lines: string[] = [];
for (const { part, lot, serial, options } of samples) {
  const plan = await planLargeBoard(options);
  const ending = plan.truth.look === 'binary' ? 'png' : 'jpg';
  const name = `${part}_${serial}`.toLowerCase();
  const image = `${name}_board.${ending}`;
  const golden = `${part.toLowerCase()}_golden.${ending}`;
  const format = ending === 'png' ? 'png' : 'jpeg';
  await writeScene(plan.board, join(folder, image), format, 92);
  await writeScene(plan.golden, join(folder, golden), format, 92);
  await writeFile(join(folder, `${name}.json`), `${JSON.stringify({ image, golden, ...plan.truth }, null, 2)}\n`);
  lines.push(JSON.stringify({ image, golden, part, lot, serial }));
}
await writeFile(join(folder, 'manifest.jsonl'), `${lines.join('\n')}\n`);
process.stderr.write(`${lines.length} pairs in ${folder}\n`);
