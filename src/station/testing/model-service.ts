/** A central service that offers models, as far as a station asks it: real HTTP, ranges and entity tags. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { keyId, signModel, type TrustedKeys } from '../models/signature.ts';

const shipped = join(import.meta.dirname, '..', '..', '..', 'models', 'pcb_defect_detector_int8', '1');
const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

export interface OfferedFiles {
  readonly onnx: Buffer;
  readonly manifest: string;
}

const pair = generateKeyPairSync('ed25519');
/** The key that the models made here are signed with. */
export const testKeys: TrustedKeys = new Map([[keyId(pair.publicKey), pair.publicKey]]);
/** As a file of trusted keys has it. */
export const testKeyPem = pair.publicKey.export({ type: 'spki', format: 'pem' });

/** The shipped int8 detector under another version, signed with the test's key; `change` before it is signed. */
export function anotherVersion(
  version: string,
  change: { readonly onnx?: Buffer; readonly facts?: Record<string, unknown>; readonly unsigned?: boolean } = {},
): OfferedFiles {
  const onnx = change.onnx ?? readFileSync(join(shipped, 'model.onnx'));
  const { signature: _, ...facts } = JSON.parse(readFileSync(join(shipped, 'model.json'), 'utf8'));
  const model = { ...facts, version, sha256: hashOf(onnx), ...change.facts };
  const signed = change.unsigned ? model : { ...model, signature: signModel(model, pair.privateKey, pair.publicKey) };
  return { onnx, manifest: JSON.stringify(signed) };
}

export interface ModelService {
  readonly url: string;
  /** What is offered, by number; each change gives the list another tag. */
  offer(...files: readonly OfferedFiles[]): void;
  /** Each request about models. */
  readonly asked: { readonly path: string; readonly range: string | null; readonly tag: string | null }[];
  /** Answers with the people of the site, under this tag; null: it has none. */
  people: { readonly tag: string; readonly list: object } | null;
  /** In the place of the answer with model.onnx. */
  onnx: ((reply: ServerResponse, bytes: Buffer, from: number) => void) | null;
}

export async function startModelService(): Promise<ModelService> {
  let offered: readonly OfferedFiles[] = [];
  let tag = 0;
  const service: ModelService = {
    url: '',
    asked: [],
    people: null,
    onnx: null,
    offer(...files) {
      offered = files;
      tag += 1;
    },
  };
  const server = createServer((request, reply) => {
    const path = request.url ?? '';
    const { range = null, 'if-none-match': known = null, 'if-range': ifRange } = request.headers;
    if (path.startsWith('/v1/models')) service.asked.push({ path, range, tag: known });
    const [, number, file] = /^\/v1\/models\/[^/]+\/(\d+)\/(.*)$/.exec(path) ?? [];
    const files = offered[Number(number) - 1];
    if (path === '/v1/models') {
      reply.setHeader('etag', `"${tag}"`);
      if (known === `"${tag}"`) reply.writeHead(304).end();
      else reply.end(JSON.stringify({ object: 'list', data: offered.map(listed) }));
    } else if (path === '/v1/users' && service.people !== null) {
      const { tag: version, list } = service.people;
      reply.setHeader('etag', version);
      if (known === version) reply.writeHead(304).end();
      else reply.end(JSON.stringify(list));
    } else if (files === undefined) reply.writeHead(404).end('{}');
    else if (file === 'model.json') reply.end(files.manifest);
    else {
      const [, asked = '0'] = /^bytes=(\d+)-$/.exec(ifRange === `"${hashOf(files.onnx)}"` ? (range ?? '') : '') ?? [];
      const from = Number(asked);
      if (service.onnx !== null) service.onnx(reply, files.onnx, from);
      else reply.writeHead(from === 0 ? 200 : 206).end(files.onnx.subarray(from));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(service, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

const listed = ({ onnx, manifest }: OfferedFiles, at: number) => ({
  name: (JSON.parse(manifest) as { name: string }).name,
  version: String(at + 1),
  sha256: (JSON.parse(manifest) as { sha256: string }).sha256,
  manifest_sha256: hashOf(manifest),
  size_bytes: onnx.length,
  files: {},
});
