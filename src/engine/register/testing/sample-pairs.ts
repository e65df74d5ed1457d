import { readFileSync } from 'node:fs';
import { allocateGrey, type GreyImage } from '../../decode/grey-image.ts';
import { createImageDecoder } from '../../decode/image-decoder.ts';
import { createRegistrar } from '../registrar.ts';
import { fromRegistration, type Similarity } from '../similarity.ts';

const folder = new URL('../../../../resources/boards/samples/', import.meta.url).pathname;

/** A drawn board with defects of all six types, its golden, and how they lie. */
export interface SamplePair {
  readonly boardPath: string;
  readonly goldenPath: string;
  readonly board: GreyImage;
  readonly golden: GreyImage;
  readonly map: Similarity;
}

/** The bundled samples, colour and binary, registered. */
export async function samplePairs(): Promise<readonly SamplePair[]> {
  const decoder = createImageDecoder();
  const registrar = createRegistrar();
  const read = async (path: string): Promise<GreyImage> => decoder.grey(await decoder.open(path));
  const lines = readFileSync(`${folder}manifest.jsonl`, 'utf8').trim().split('\n');
  const pairs: SamplePair[] = [];
  for (const line of lines) {
    const row = JSON.parse(line) as { image: string; golden: string };
    const boardPath = folder + row.image;
    const goldenPath = folder + row.golden;
    const [board, golden] = [await read(boardPath), await read(goldenPath)];
    const found = await registrar.register(board, registrar.prepareGolden(golden));
    pairs.push({ boardPath, goldenPath, board, golden, map: fromRegistration(found, board.width, board.height) });
  }
  return pairs;
}

/** The picture with one solid rectangle over it. */
export function covered(
  image: GreyImage,
  box: { x: number; y: number; width: number; height: number },
  level: number,
): GreyImage {
  const copy = allocateGrey(image.width, image.height);
  copy.data.set(image.data);
  for (let y = box.y; y < box.y + box.height; y++) {
    copy.data.fill(level, y * image.width + box.x, y * image.width + box.x + box.width);
  }
  return copy;
}
