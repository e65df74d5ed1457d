import { endpoints, isScope } from '@fiducial/protocol/api';
import type { FastifyInstance } from 'fastify';
import { etagOf, tagged } from '../http/entity-tag.ts';
import { may } from '../http/principal.ts';
import { registerEndpoint } from '../http/register-endpoint.ts';
import { refuse } from '../problems.ts';
import { badgeSalt, listPeople } from '../repositories/people.ts';
import { ok } from '../result.ts';
import type { RouteContext } from './route-context.ts';

export function userRoutes(app: FastifyInstance, context: RouteContext): void {
  registerEndpoint(app, context, endpoints.listUsers, {
    run: async ({ request, principal }, db) => {
      // Stations and administrators: others have no business with who works here.
      if (principal.kind !== 'device' && !may(principal, 'admin')) return refuse('ACCESS_SCOPE', { needed: 'admin' });
      const data = await listPeople(db);
      const badge_salt = Buffer.from(await badgeSalt(db)).toString('base64');
      return ok(
        tagged(request, { object: 'list' as const, badge_salt, data }, etagOf(JSON.stringify([badge_salt, data]))),
      );
    },
  });

  registerEndpoint(app, context, endpoints.getMe, {
    run: async ({ principal: { kind, name, station, scopes } }) =>
      ok({ body: { kind, name, station, scopes: scopes.filter(isScope) } }),
  });
}
