import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type FolderStore, objectsPath } from '../adapters/folder-store.ts';
import { answerProblem } from '../http/problem-answer.ts';
import { problem } from '../problems.ts';

/** The folder store's own URLs: their signature is the permission. */
export function objectRoutes(app: FastifyInstance, store: FolderStore): void {
  // In a scope of its own: here a body of any type is a stream of bytes.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

    scope.put<{ Params: { '*': string } }>(`${objectsPath}/*`, async (request, reply) => {
      const op = (request.query as { part?: unknown }).part === '' ? 'put' : 'part';
      const grant = store.readGrant(op, request.params['*'], request.query);
      if (grant === null) return answerProblem(request, reply, problem('UPLOAD_URL_INVALID'));
      if (request.body === undefined) return answerProblem(request, reply, problem('UPLOAD_MISMATCH'));
      const received = await store.receive(grant, request.body as Readable);
      return received.ok ? reply.code(200).send() : answerProblem(request, reply, received.error);
    });

    scope.get<{ Params: { '*': string } }>(`${objectsPath}/*`, async (request, reply) => {
      const grant = store.readGrant('get', request.params['*'], request.query);
      if (grant === null) return answerProblem(request, reply, problem('UPLOAD_URL_INVALID'));
      const bytes = await store.read(grant.key);
      if (!bytes.ok) {
        const code = bytes.error === 'missing' ? 'ARTIFACT_NOT_FOUND' : 'STORE_UNAVAILABLE';
        return answerProblem(request, reply, problem(code));
      }
      return reply
        .header('Content-Disposition', `inline; filename*=UTF-8''${encodeURIComponent(grant.name)}`)
        .header('Content-Security-Policy', 'sandbox')
        .header('Cache-Control', 'private, max-age=900')
        .type(grant.type)
        .send(bytes.value);
    });
  });
}
