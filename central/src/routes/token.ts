import { endpoints } from '@fiducial/protocol/api';
import type { FastifyInstance } from 'fastify';
import { registerPublicEndpoint } from '../http/register-endpoint.ts';
import { recordActivity } from '../repositories/activity.ts';
import { ok } from '../result.ts';
import type { RouteContext } from './route-context.ts';

export function tokenRoutes(app: FastifyInstance, context: RouteContext): void {
  registerPublicEndpoint(app, context, endpoints.createToken, async ({ body, request }) => {
    const limited = await context.limiter.token(request.ip);
    if (!limited.ok) return limited;
    const token =
      body.grant_type === 'password'
        ? await context.signIn.withPassword(body.username, body.password)
        : await context.signIn.withRefreshToken(body.refresh_token);
    if (!token.ok) return token;
    if (body.grant_type === 'password')
      await recordActivity(context.db, {
        principal: `user:${body.username}`,
        action: 'user.signed_in',
        objectType: 'user',
        objectId: body.username,
        requestId: request.id,
      });
    return ok({ body: token.value });
  });
}
