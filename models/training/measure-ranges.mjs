/**
 * `node measure-ranges.mjs DIR`: runs DIR/ranges.onnx (made by quantise.py) on every pair in DIR/pairs.u8 in the runtime
 * that the engine uses, and writes the widest range of each tensor to DIR/ranges.json.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';

// As in the engine; read when the first session is made.
process.env.ORT_DISABLE_TELEMETRY = '1';

const shape = [1, 2, 640, 640];
const pairBytes = 2 * 640 * 640;
const mark = 'range:';

const folder = process.argv[2] ?? '.';
const session = await InferenceSession.create(readFileSync(join(folder, 'ranges.onnx')));
const pairs = readFileSync(join(folder, 'pairs.u8'));
const ranges = {};
for (let start = 0; start < pairs.length; start += pairBytes) {
  const pair = new Tensor('uint8', pairs.subarray(start, start + pairBytes), shape);
  for (const [output, { data }] of Object.entries(await session.run({ pair }))) {
    if (!output.startsWith(mark)) continue;
    const tensor = output.slice(mark.length);
    const [low, high] = ranges[tensor] ?? [0, 0];
    ranges[tensor] = [Math.min(low, data[0]), Math.max(high, data[1])];
  }
}
writeFileSync(join(folder, 'ranges.json'), JSON.stringify(ranges));
