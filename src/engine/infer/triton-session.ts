import { basename, dirname } from 'node:path';
import { EngineFault } from '../fault.ts';
import type { ModelToLoad } from '../protocol.ts';
import { checkContract, planesOf, type TensorDescription } from './model-contract.ts';
import { firstLine } from './open-model.ts';
import { proveSession } from './prove-session.ts';
import type { SessionPort } from './session-port.ts';
import { headerLengthField, readMessage, writeMessage } from './tensor-message.ts';

/** Environment variable with a Triton server's address; the platform's workers set it, stations do not. */
export const tritonVariable = 'FIDUCIAL_TRITON_URL';

/** How long an answer is waited for, in milliseconds. */
interface TritonLimits {
  /** Whether it is ready, and what the model is like: a server that still loads says so at once. */
  readonly check: number;
  /** One tile; a busy server lets it wait in its queue. */
  readonly run: number;
}

const usualLimits: TritonLimits = { check: 5_000, run: 30_000 };

/**
 * The model on a Triton server (inference protocol v2 over HTTP, binary tensors) in the place of a session of this
 * process. The server reads the same model repository: name and version are those of the model's folder, and its inputs
 * and outputs must be what model.json promises. One tile a request: the server itself makes batches of what comes from
 * several lanes. For this process it is like the CPU: it needs no GPU here, and lanes may stand side by side.
 * @param server Base URL, without `/v2`.
 * @throws EngineFault PROVIDER_UNAVAILABLE where the server or the model on it is not ready, MODEL_SHAPE, MODEL_RUN_FAILED.
 */
export async function openTritonSession(
  server: string,
  model: ModelToLoad,
  limits = usualLimits,
): Promise<SessionPort> {
  const version = basename(dirname(model.path));
  const at = `${server.replace(/\/+$/, '')}/v2/models/${encodeURIComponent(model.name)}/versions/${version}`;
  await ask(`${at}/ready`, {}, limits.check);
  const description = await ask(at, {}, limits.check);
  const { inputs, outputs } = readDescription(
    await description.text().catch((cause: unknown) => unavailable(at, cause)),
  );
  checkContract(model, inputs, outputs);
  const { input, output } = model;
  const planes = planesOf[input.channels];
  const run: SessionPort['run'] = async (tiles, count) => {
    const message = writeMessage(
      'inputs',
      [
        {
          name: input.name,
          datatype: input.dtype === 'uint8' ? 'UINT8' : 'FP32',
          shape: [count, planes, input.height, input.width],
          bytes: input.dtype === 'uint8' ? tiles : floatBytes(tiles),
        },
      ],
      { outputs: [{ name: output.name, parameters: { binary_data: true } }] },
    );
    const headers = {
      'content-type': 'application/octet-stream',
      [headerLengthField]: String(message.headerLength),
    };
    const answer = await ask(`${at}/infer`, { method: 'POST', headers, body: message.body }, limits.run);
    const body = await answer.arrayBuffer().catch((cause: unknown) => unavailable(at, cause));
    return readOutput(new Uint8Array(body), Number(answer.headers.get(headerLengthField)), output.name, at);
  };
  await proveSession(run, model);
  return { provider: 'cpu', maxBatch: 1, run, release: async () => undefined };
}

async function ask(url: string, request: RequestInit, longestMs: number): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(longestMs) });
  } catch (cause) {
    return unavailable(url, cause);
  }
  if (answer.ok) return answer;
  const said = await answer.text().catch(() => '');
  return unavailable(url, `it answers ${answer.status} ${said.slice(0, 200)}`.trim());
}

/** Whatever a server does wrong may be over at the next try, so it is never the image's fault. */
function unavailable(url: string, cause: unknown): never {
  const inner = cause instanceof Error && cause.cause !== undefined ? cause.cause : cause;
  const reason = firstLine(inner);
  throw new EngineFault('PROVIDER_UNAVAILABLE', `The Triton server cannot run the model: ${reason}`, { url, reason });
}

function readOutput(body: Uint8Array, headerLength: number, name: string, url: string) {
  try {
    const { tensors } = readMessage('outputs', body, headerLength);
    const tensor = tensors.find((it) => it.name === name);
    if (tensor?.datatype !== 'FP32') throw new Error(`there is no float32 output ${name}`);
    return { data: new Float32Array(tensor.bytes.buffer), dims: tensor.shape };
  } catch (cause) {
    return unavailable(url, cause);
  }
}

const typeNames: Readonly<Record<string, string>> = { UINT8: 'uint8', FP32: 'float32' };

/** Inputs and outputs of the server's model metadata; a free dimension is -1 there. */
function readDescription(text: string): {
  inputs: readonly TensorDescription[];
  outputs: readonly TensorDescription[];
} {
  const tensors = (list: unknown): readonly TensorDescription[] =>
    (Array.isArray(list) ? list : []).map(({ name, datatype, shape }) => ({
      name: String(name),
      type: typeNames[String(datatype)] ?? String(datatype),
      shape: Array.isArray(shape) ? shape.map((size) => (Number(size) < 0 ? 'any' : Number(size))) : [],
    }));
  try {
    const { inputs, outputs } = JSON.parse(text) as { inputs?: unknown; outputs?: unknown };
    return { inputs: tensors(inputs), outputs: tensors(outputs) };
  } catch (cause) {
    return unavailable('model metadata', cause);
  }
}

/** Planes as a model of floats takes them, 0 to 1. */
function floatBytes(planes: Uint8Array): Uint8Array {
  const floats = Float32Array.from(planes, (value) => value / 255);
  return new Uint8Array(floats.buffer);
}
