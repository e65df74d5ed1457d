/**
 * Child script: runs the model alone, on the tensors that the boards of a manifest make, and prints milliseconds a
 * board as JSON. Two intra-op threads, batch 1, one warm-up pass. Arguments: MODEL.onnx INPUT MANIFEST.jsonl COUNT.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';

// As in the engine; read when the first session is made.
process.env.ORT_DISABLE_TELEMETRY = '1';

const [modelPath, inputName, manifestPath, count] = process.argv.slice(2) as [string, string, string, string];

const boards = readFileSync(manifestPath, 'utf8')
  .trim()
  .split('\n')
  .slice(0, Number(count))
  .map((line) => JSON.parse(line) as { image: string; golden: string });

const plane = (path: string) =>
  sharp(resolve(dirname(manifestPath), path))
    .resize(640, 640, { fit: 'fill' })
    .greyscale()
    .raw()
    .toBuffer();

const tensors: Tensor[] = [];
for (const board of boards) {
  const [image, golden] = await Promise.all([plane(board.image), plane(board.golden)]);
  tensors.push(new Tensor('uint8', new Uint8Array(Buffer.concat([image, golden])), [1, 2, 640, 640]));
}

const session = await InferenceSession.create(readFileSync(modelPath), {
  intraOpNumThreads: 2,
  executionProviders: ['cpu'],
});
for (const tensor of tensors.slice(0, 10)) await session.run({ [inputName]: tensor });
const started = performance.now();
for (const tensor of tensors) await session.run({ [inputName]: tensor });
process.stdout.write(
  `${JSON.stringify({ boards: tensors.length, msPerBoard: (performance.now() - started) / tensors.length })}\n`,
);
