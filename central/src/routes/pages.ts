import { reportId, statusFilter, verdictFilter } from '@fiducial/protocol/api';
import { longestName } from '@fiducial/protocol/limits';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '../http/principal.ts';
import { may } from '../http/principal.ts';
import { html } from '../pages/html.ts';
import { inspectionPage } from '../pages/inspection-page.ts';
import { inspectionsPage } from '../pages/inspections-page.ts';
import { page } from '../pages/layout.ts';
import { lotsPage } from '../pages/lots-page.ts';
import { signInPage } from '../pages/sign-in-page.ts';
import { stationsPage } from '../pages/stations-page.ts';
import { style } from '../pages/style.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { findArtifact } from '../repositories/artifacts.ts';
import { pageOfInspections, toInspection } from '../repositories/inspections.ts';
import { lotsOverview, stationsOverview } from '../repositories/overview.ts';
import { isUuid, readCursor, toPage } from '../repositories/place.ts';
import { findReport, reportOf } from '../repositories/reports.ts';
import { type AccessTokens, accessTokenLifetime } from '../services/access-token.ts';
import { headBytes, imageSize } from '../services/image-size.ts';
import { makeReport } from '../services/make-report.ts';
import { readInspection } from '../services/read-inspection.ts';
import type { RouteContext } from './route-context.ts';

export interface PageContext extends RouteContext {
  readonly accessTokens: AccessTokens;
  /** Where pictures may come from beside this service: the origin of the object store. */
  readonly imageOrigin: string | null;
}

const cookieName = 'fiducial_session';
const text = z
  .string()
  .min(1)
  .max(longestName)
  .refine((value) => !value.includes('\u0000'));

const listQuery = z.object({
  station: text.optional().catch(undefined),
  lot: text.optional().catch(undefined),
  part: text.optional().catch(undefined),
  serial: text.optional().catch(undefined),
  status: statusFilter.optional().catch(undefined),
  verdict: verdictFilter.optional().catch(undefined),
  cursor: z.string().max(512).optional().catch(undefined),
});

const pageSize = 50;

/** Pages for people, made here: no script, nothing from elsewhere. Reading only; signing in makes the one cookie. */
export function pageRoutes(app: FastifyInstance, context: PageContext): void {
  const { db, accessTokens } = context;
  const pictures = context.imageOrigin === null ? "'self'" : `'self' ${context.imageOrigin}`;
  const policy = `default-src 'none'; style-src 'self'; img-src ${pictures}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

  const sendPage = (reply: FastifyReply, content: string, status = 200): FastifyReply =>
    reply
      .code(status)
      .header('Content-Security-Policy', policy)
      .header('Referrer-Policy', 'no-referrer')
      .header('Cache-Control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(content);

  const signedIn = async (request: FastifyRequest): Promise<Principal | null> => {
    const [, token] = new RegExp(`(?:^|;\\s*)${cookieName}=([\\w.-]+)`).exec(request.headers.cookie ?? '') ?? [];
    const principal = token === undefined ? null : await accessTokens.read(token);
    return principal !== null && may(principal, 'inspections:read') ? principal : null;
  };

  const nothing = (reply: FastifyReply, principal: Principal): FastifyReply =>
    sendPage(reply, page('Nothing here', '', principal, html`<p>There is nothing at this address.</p>`), 404);

  /** A page for those who are signed in; others sign in first. */
  const readerPage = (
    path: string,
    show: (request: FastifyRequest, reply: FastifyReply, principal: Principal) => Promise<FastifyReply>,
  ): void => {
    app.get(path, async (request, reply) => {
      const principal = await signedIn(request);
      return principal === null ? sendPage(reply, signInPage(null)) : show(request, reply, principal);
    });
  };

  const cookie = (request: FastifyRequest, value: string, seconds: number): string =>
    `${cookieName}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${request.protocol === 'https' ? '; Secure' : ''}`;

  app.get('/style.css', async (_request, reply) =>
    reply.header('Cache-Control', 'max-age=300').type('text/css; charset=utf-8').send(style),
  );

  app.post('/sign-in', async (request, reply) => {
    const form = z.object({ username: z.string().max(128), password: z.string().max(1024) }).safeParse(request.body);
    if (!form.success) return sendPage(reply, signInPage('Give a name and a password.'), 400);
    const limited = await context.limiter.token(request.ip);
    if (!limited.ok) return sendPage(reply, signInPage(limited.error.message), 429);
    const token = await context.signIn.withPassword(form.data.username, form.data.password);
    if (!token.ok) return sendPage(reply, signInPage(token.error.message), token.error.status);
    reply.header('Set-Cookie', cookie(request, token.value.access_token, accessTokenLifetime));
    return reply.redirect('/', 303);
  });

  app.post('/sign-out', async (request, reply) => {
    reply.header('Set-Cookie', cookie(request, '', 0));
    return reply.redirect('/', 303);
  });

  readerPage('/', async (_request, reply, principal) =>
    sendPage(reply, stationsPage(principal, await stationsOverview(db), new Date())),
  );

  readerPage('/lots', async (_request, reply, principal) =>
    sendPage(reply, lotsPage(principal, await lotsOverview(db))),
  );

  readerPage('/inspections', async (request, reply, principal) => {
    const { cursor, ...filter } = listQuery.parse(request.query);
    const place = readCursor(cursor, isUuid);
    const rows = await pageOfInspections(db, filter, place.ok ? place.value : null, pageSize);
    const { data, next_cursor } = toPage(rows, pageSize, toInspection);
    const narrowed = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const next =
      next_cursor === null
        ? null
        : `/inspections?${new URLSearchParams([...narrowed, ['cursor', next_cursor]]).toString()}`;
    const shown = { inspections: data, filter: Object.fromEntries(narrowed), isFirst: cursor === undefined, next };
    return sendPage(reply, inspectionsPage(principal, shown));
  });

  readerPage('/inspections/:id', async (request, reply, principal) => {
    const { id } = request.params as { id: string };
    const read = isUuid(id) ? await readInspection(db, principal, id.toLowerCase()) : null;
    if (read === null || !read.ok) return nothing(reply, principal);
    const inspection = read.value;
    const shown = inspection.artifacts.find(
      ({ kind, state, content_type }) => kind === 'raw' && state === 'stored' && content_type !== 'application/json',
    );
    const size = shown === undefined ? null : await sizeOf(context.store, shown.object_key);
    const report = await reportOf(db, inspection.inspection_id);
    const path = `/inspections/${inspection.inspection_id}`;
    return sendPage(
      reply,
      inspectionPage(principal, {
        inspection,
        image: shown && size ? { path: `${path}/artifacts/${shown.artifact_id}`, ...size } : null,
        reportPath: report === undefined ? null : `/reports/${report.id}`,
      }),
    );
  });

  readerPage('/inspections/:id/artifacts/:artifact', async (request, reply, principal) => {
    const { id, artifact } = request.params as { id: string; artifact: string };
    const row = isUuid(id) && isUuid(artifact) ? await findArtifact(db, id, artifact) : undefined;
    if (row?.state !== 'stored') return nothing(reply, principal);
    const file = { name: row.filename, contentType: row.content_type };
    const baseUrl = context.publicUrl ?? `${request.protocol}://${request.host}`;
    return reply.redirect(await context.store.presignGet(row.object_key, file, baseUrl));
  });

  readerPage('/reports/:id', async (request, reply, principal) => {
    const { id } = request.params as { id: string };
    const report = reportId.safeParse(id).success ? await findReport(db, principal, id) : undefined;
    const pdf = report && (await makeReport(context, principal, report));
    if (pdf === undefined || !pdf.ok) return nothing(reply, principal);
    return reply.type('application/pdf').header('Content-Disposition', `inline; filename="${id}.pdf"`).send(pdf.value);
  });
}

async function sizeOf(store: ObjectStore, key: string) {
  const read = await store.read(key);
  if (!read.ok) return null;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of read.value) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length >= headBytes) break;
  }
  return imageSize(Buffer.concat(chunks));
}
