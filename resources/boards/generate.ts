/** Draws boards with known defects: `node resources/boards/generate.ts --out DIR --count N --seed S`; see README.md. */
import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BoardOptions, isBoardSize, planLargeBoard } from './generate-board.ts';
import { fileEnding, type ImageFormat, imageFormats, writeScene } from './image-files.ts';

const usage = `usage: node resources/boards/generate.ts --out DIR [options]
  --count N            boards to draw (1)
  --boards-per-part N  boards that share an artwork and its golden (1)
  --seed S             any text; the same seed draws the same boards (1)
  --size 640 | WxH     pixels, 64 to 16384 (640)
  --look colour|binary|mixed
  --mask NAME          green, blue, red, black, white, purple, yellow or bare (random)
  --clean              no defects
  --defects N          defects a board (random, up to 12 per 640 x 640)
  --shift PX           board off its golden by up to PX in x and y (3)
  --rotate DEG         and turned by up to DEG (0.15)
  --exact-pose         off by exactly that, with random signs
  --px-per-mm N        scale of the picture (48)
  --format png|jpeg|tiff
`;

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    count: { type: 'string', default: '1' },
    'boards-per-part': { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    size: { type: 'string', default: '640' },
    look: { type: 'string', default: 'colour' },
    mask: { type: 'string' },
    clean: { type: 'boolean', default: false },
    defects: { type: 'string' },
    shift: { type: 'string', default: '3' },
    rotate: { type: 'string', default: '0.15' },
    'exact-pose': { type: 'boolean', default: false },
    'px-per-mm': { type: 'string', default: '48' },
    format: { type: 'string', default: 'png' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help || values.out === undefined) {
  process.stderr.write(usage);
  process.exit(values.help ? 0 : 2);
}

const out = values.out;
const format = oneOf(values.format, imageFormats, '--format');
const look = oneOf(values.look, ['colour', 'binary', 'mixed'] as const, '--look');
const [width, height = width] = values.size.split('x').map((part) => number(part, '--size'));
if (![width, height].every((side) => side !== undefined && isBoardSize(side))) wrongUsage(`--size ${values.size}`);
const count = number(values.count, '--count');
const perPart = Math.max(1, number(values['boards-per-part'], '--boards-per-part'));
const defects = values.clean ? 0 : values.defects === undefined ? undefined : number(values.defects, '--defects');

await mkdir(out, { recursive: true });
const manifest = await open(join(out, 'manifest.jsonl'), 'w');
for (let index = 0; index < count; index++) {
  const first = index - (index % perPart);
  const options: BoardOptions = {
    seed: `${values.seed}/${index}`,
    artwork: `${values.seed}/${first}`,
    width: width ?? 640,
    height: height ?? 640,
    look,
    shift: number(values.shift, '--shift'),
    rotate: number(values.rotate, '--rotate'),
    exactPose: values['exact-pose'],
    pxPerMm: number(values['px-per-mm'], '--px-per-mm'),
    ...(values.mask === undefined ? {} : { mask: values.mask }),
    ...(defects === undefined ? {} : { defects }),
  };
  await writePair(options, numbered(index), numbered(first));
  process.stderr.write(`\r${index + 1}/${count}`);
}
await manifest.close();
process.stderr.write('\n');

async function writePair(options: BoardOptions, name: string, part: string): Promise<void> {
  const plan = await planLargeBoard(options);
  const ending = fileEnding(format as ImageFormat);
  const image = `${name}_board.${ending}`;
  const golden = `${part}_golden.${ending}`;
  await writeScene(plan.board, join(out, image), format);
  if (name === part) await writeScene(plan.golden, join(out, golden), format);
  const truth = { image, golden, ...plan.truth };
  await writeFile(join(out, `${name}.json`), `${JSON.stringify(truth, null, 2)}\n`);
  const line = { image, golden, part: `SYN-${part}`, serial: `${values.seed}-${name}` };
  await manifest.write(`${JSON.stringify(line)}\n`);
}

function numbered(index: number): string {
  return `${index + 1}`.padStart(6, '0');
}

function number(text: string, option: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) wrongUsage(`${option} ${text}`);
  return value;
}

function oneOf<T extends string>(text: string, allowed: readonly T[], option: string): T {
  const found = allowed.find((value) => value === text);
  return found ?? wrongUsage(`${option} ${text}`);
}

function wrongUsage(what: string): never {
  process.stderr.write(`not understood: ${what}\n${usage}`);
  process.exit(2);
}
