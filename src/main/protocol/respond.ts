/** Answers the window's requests: files of its bundle, pictures of the station. Knows no Electron. */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { AppError, Result } from '../../core/kernel/result.ts';
import { assertNever } from '../../core/kernel/result.ts';
import { securityHeaders } from './security-headers.ts';
import { parseWindowUrl, type WindowResource } from './window-url.ts';

export type PictureResource = Exclude<WindowResource, { kind: 'bundle' }>;

export interface WindowFiles {
  /** Folder of the window's bundle. */
  readonly bundle: string;
  /** Path of a picture's file, made first where it is missing. */
  pictureFile(picture: PictureResource): Promise<Result<string, AppError>>;
}

/** A file of another kind is none of ours. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};

const forever = 'private, max-age=31536000, immutable';

export async function respond(request: Pick<Request, 'method' | 'url'>, files: WindowFiles): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, { allow: 'GET, HEAD' });
  const resource = parseWindowUrl(request.url);
  const found = resource === null ? answer(404) : await find(resource, files);
  // A HEAD answer has the same headers and no body.
  return request.method === 'HEAD' ? new Response(null, { status: found.status, headers: found.headers }) : found;
}

async function find(resource: WindowResource, files: WindowFiles): Promise<Response> {
  switch (resource.kind) {
    case 'bundle': {
      const type = contentTypes[extname(resource.path)];
      if (type === undefined) return answer(404);
      // The names of built assets carry a hash of their content; the page itself never changes its name.
      const caching = resource.path.startsWith('assets/') ? forever : 'no-cache';
      return fileAnswer(join(files.bundle, resource.path), { 'content-type': type, 'cache-control': caching });
    }
    case 'thumbnail':
    case 'tile': {
      const file = await files.pictureFile(resource);
      if (!file.ok) return coded(file.error);
      return fileAnswer(file.value, { 'content-type': 'image/jpeg', 'cache-control': forever });
    }
    default:
      return assertNever(resource);
  }
}

async function fileAnswer(path: string, headers: Record<string, string>): Promise<Response> {
  try {
    return answer(200, headers, await readFile(path));
  } catch {
    return answer(404);
  }
}

const coded = ({ code, message }: AppError): Response =>
  answer(
    404,
    { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    Buffer.from(JSON.stringify({ code, message })),
  );

const answer = (
  status: number,
  headers: Record<string, string> = {},
  body: Buffer<ArrayBuffer> | null = null,
): Response => new Response(body, { status, headers: { ...securityHeaders, ...headers } });
