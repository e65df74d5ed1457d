import { endpoints } from '@fiducial/protocol/api';
import type { FastifyInstance } from 'fastify';
import { registerPublicEndpoint } from '../http/register-endpoint.ts';
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
    return token.ok ? ok({ body: token.value }) : token;
  });
}
