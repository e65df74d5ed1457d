import type { ModelToLoad } from '../protocol.ts';
import { tileDecoders } from './decode-output.ts';
import { checkOutput, planesOf } from './model-contract.ts';
import type { SessionPort } from './session-port.ts';

/** Rows below are padding to any sensible threshold, and exports leave anything in their boxes. */
const floor = 0.05;

/**
 * Runs an empty tile and reads its answer, as every later run is read.
 * @throws EngineFault MODEL_SHAPE, MODEL_RUN_FAILED; what `run` throws.
 */
export async function proveSession(run: SessionPort['run'], model: ModelToLoad): Promise<void> {
  const { width, height, channels } = model.input;
  const output = await run(new Uint8Array(planesOf[channels] * width * height), 1);
  checkOutput(model, output.dims, 1);
  tileDecoders[model.output.decoder](output, 0, { classCount: model.classCount, floor, width, height });
}
