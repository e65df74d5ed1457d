/**
 * A small server of the inference protocol v2 that runs the models of a repository through ONNX Runtime, in the place of
 * a Triton server, which needs a container: binary tensors, readiness, metadata, and Triton's errors.
 * As a program (`node triton-server.ts REPOSITORY`) it prints its address; `PUT /behaviour` tells it to fail in some way.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { headerLengthField, readMessage, writeMessage } from '../tensor-message.ts';

/**
 * `silent`: it takes requests and never answers. `lying`: its answer breaks off within the tensor. `for_no_tile`: its
 * answer is whole and holds no tile.
 */
const behaviours = ['well', 'loading', 'failing', 'lying', 'silent', 'for_no_tile'] as const;
type Behaviour = (typeof behaviours)[number];

export interface TritonServer {
  readonly url: string;
  /** Tiles that it ran. */
  tiles(): number;
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

const wireType = { uint8: 'UINT8', float32: 'FP32' } as const;

/** @param repository Folder in Triton's layout: `<name>/<version>/model.onnx`. */
export async function startTritonServer(repository: string): Promise<TritonServer> {
  const sessions = new Map<string, Promise<ort.InferenceSession>>();
  let behaviour: Behaviour = 'well';
  let tiles = 0;
  const sessionOf = (name: string, version: string): Promise<ort.InferenceSession> => {
    const key = join(repository, name, version, 'model.onnx');
    const known = sessions.get(key);
    if (known) return known;
    const made = readFile(key).then((bytes) =>
      ort.InferenceSession.create(bytes, { executionProviders: ['cpu'], intraOpNumThreads: 1, logSeverityLevel: 3 }),
    );
    sessions.set(key, made);
    return made;
  };
  const handle = async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
    const body = await read(request);
    if (request.url === '/behaviour' && request.method === 'PUT') {
      behaviour = behaviours.find((name) => name === body.toString()) ?? behaviour;
      return send(reply, 204, '');
    }
    const [, name, version, what] =
      /^\/v2\/models\/([A-Za-z0-9_]+)\/versions\/([0-9]+)(\/ready|\/infer)?$/.exec(request.url ?? '') ?? [];
    if (behaviour === 'silent') return;
    if (name === undefined || version === undefined) return send(reply, 404, { error: 'not found' });
    const session = await sessionOf(name, version).catch(() => null);
    if (session === null)
      return send(reply, 400, { error: `unknown model: '${name}' version ${version} is not found` });
    if (what === '/ready') return send(reply, behaviour === 'loading' ? 400 : 200, '');
    if (what === undefined) return send(reply, 200, metadataOf(name, session));
    if (behaviour === 'failing') return send(reply, 500, { error: 'CUDA error: an illegal memory access' });
    const message = readMessage('inputs', body, Number(request.headers[headerLengthField]));
    const [input] = message.tensors;
    if (input === undefined) return send(reply, 400, { error: 'expected 1 inputs' });
    const feeds = { [input.name]: toOrt(input.datatype, input.bytes, input.shape) };
    const results = await session.run(feeds);
    tiles += input.shape[0] ?? 0;
    const answer = writeMessage(
      'outputs',
      Object.entries(results).map(([output, { data, dims }]) => {
        const floats = data as Float32Array;
        const bytes = new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
        return behaviour === 'for_no_tile'
          ? { name: output, datatype: 'FP32', shape: [0, ...dims.slice(1)], bytes: new Uint8Array() }
          : { name: output, datatype: 'FP32', shape: [...dims], bytes };
      }),
      { model_name: name, model_version: version },
    );
    reply.writeHead(200, {
      'content-type': 'application/octet-stream',
      [headerLengthField]: String(answer.headerLength),
    });
    reply.end(behaviour === 'lying' ? answer.body.subarray(0, answer.body.length - 8) : answer.body);
  };
  const server = createServer((request, reply) => {
    handle(request, reply).catch((error: unknown) => send(reply, 400, { error: String(error) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tiles: () => tiles,
    behave: (next) => {
      behaviour = next;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      for (const session of sessions.values()) await (await session.catch(() => null))?.release();
    },
  };
}

const toOrt = (datatype: 'UINT8' | 'FP32', bytes: Uint8Array, shape: readonly number[]): ort.Tensor =>
  datatype === 'UINT8'
    ? new ort.Tensor('uint8', bytes, shape)
    : new ort.Tensor('float32', new Float32Array(bytes.buffer), shape);

function metadataOf(name: string, session: ort.InferenceSession): object {
  const tensors = (metadata: readonly ort.InferenceSession.ValueMetadata[]) =>
    metadata.flatMap((value) =>
      value.isTensor
        ? [
            {
              name: value.name,
              datatype: value.type === 'uint8' ? wireType.uint8 : wireType.float32,
              shape: value.shape.map((size) => (typeof size === 'string' ? -1 : size)),
            },
          ]
        : [],
    );
  return {
    name,
    versions: ['1'],
    platform: 'onnxruntime_onnx',
    inputs: tensors(session.inputMetadata),
    outputs: tensors(session.outputMetadata),
  };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function send(reply: ServerResponse, status: number, body: object | string): void {
  reply.writeHead(status, { 'content-type': 'application/json' });
  reply.end(typeof body === 'string' ? body : JSON.stringify(body));
}

if (import.meta.main) {
  const server = await startTritonServer(process.argv[2] ?? 'models');
  process.stdout.write(`${server.url}\n`);
}
