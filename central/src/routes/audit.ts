import { endpoints } from '@fiducial/protocol/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { nameOf, type Principal } from '../http/principal.ts';
import { registerEndpoint, registerPublicEndpoint } from '../http/register-endpoint.ts';
import { type ApiProblem, refuse } from '../problems.ts';
import { recordActivity } from '../repositories/activity.ts';
import { findLog } from '../repositories/audit.ts';
import { assertNever, ok } from '../result.ts';
import { copyEntries } from '../services/audit-copy.ts';
import { witnessCheckpoint } from '../services/witness-checkpoint.ts';
import type { RouteContext } from './route-context.ts';

/** Refusals that say that a log was changed: kept although everything else of their request is rolled back. */
const evidence = ['AUDIT_CONFLICT', 'AUDIT_DIFFERS', 'AUDIT_CHECKPOINT_UNSIGNED'];

export function auditRoutes(app: FastifyInstance, context: RouteContext): void {
  const { db, witness } = context;

  /** Not in the request's transaction, which is rolled back, nor beside it: each would wait for another's connection. */
  const keep =
    <B>(objectType: string, objectOf: (body: B) => string) =>
    async (
      { code, details }: ApiProblem,
      { principal, body, request }: { principal: Principal; body: B; request: FastifyRequest },
    ): Promise<void> => {
      if (!evidence.includes(code)) return;
      const kept = { action: code, objectType, objectId: objectOf(body), details };
      await recordActivity(db, { principal: nameOf(principal), ...kept, requestId: request.id });
    };

  registerEndpoint(app, context, endpoints.postAuditEntries, {
    run: async ({ principal, body }, tx) => {
      const copied = await copyEntries(tx, principal, body);
      return copied.ok ? ok({ body: copied.value }) : copied;
    },
    refused: keep('audit_log', ({ station }) => station),
  });

  registerEndpoint(app, context, endpoints.postAuditCheckpoint, {
    run: async ({ principal, body }, tx) => {
      const answered = await witnessCheckpoint(tx, witness, principal, body, Math.floor(Date.now() / 1000));
      if (!answered.ok) return answered;
      const answer = answered.value;
      switch (answer.type) {
        case 'cosigned':
          return ok({ body: answer.lines });
        case 'other_size':
          return ok({ body: `${answer.size}\n`, status: 409, type: 'text/x.tlog.size' });
        default:
          return assertNever(answer);
      }
    },
    refused: keep('audit_checkpoint', (note) => note.slice(0, 500).replaceAll('\u0000', '')),
  });

  registerEndpoint(app, context, endpoints.getAuditCheckpoint, {
    run: async ({ principal, params }, from) => {
      if (principal.station !== null && principal.station !== params.station) return refuse('ACCESS_OTHER_STATION');
      const log = await findLog(from, params.station);
      return log?.note == null ? refuse('AUDIT_UNKNOWN_LOG') : ok({ body: log.note });
    },
  });

  registerPublicEndpoint(app, context, endpoints.getWitness, async () => ok({ body: { vkey: witness.vkey } }));
}
