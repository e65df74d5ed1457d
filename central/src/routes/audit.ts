import { endpoints } from '@fiducial/protocol/api';
import type { FastifyInstance } from 'fastify';
import { nameOf } from '../http/principal.ts';
import { registerEndpoint, registerPublicEndpoint } from '../http/register-endpoint.ts';
import { refuse } from '../problems.ts';
import { recordActivity } from '../repositories/activity.ts';
import { findLog } from '../repositories/audit.ts';
import { assertNever, ok } from '../result.ts';
import { copyEntries } from '../services/audit-copy.ts';
import { witnessCheckpoint } from '../services/witness-checkpoint.ts';
import type { RouteContext } from './route-context.ts';

/** Refusals that say that a log was changed: kept outside the transaction that they roll back. */
const evidence = ['AUDIT_CONFLICT', 'AUDIT_DIFFERS', 'AUDIT_CHECKPOINT_UNSIGNED'];

export function auditRoutes(app: FastifyInstance, context: RouteContext): void {
  const { db, witness } = context;

  registerEndpoint(app, context, endpoints.postAuditEntries, {
    run: async ({ principal, body, request }, tx) => {
      const copied = await copyEntries(tx, principal, body);
      if (copied.ok) return ok({ body: copied.value });
      if (evidence.includes(copied.error.code))
        await recordActivity(db, {
          principal: nameOf(principal),
          action: copied.error.code,
          objectType: 'audit_log',
          objectId: body.station,
          details: copied.error.details,
          requestId: request.id,
        });
      return copied;
    },
  });

  registerEndpoint(app, context, endpoints.postAuditCheckpoint, {
    run: async ({ principal, body, request }, tx) => {
      const answered = await witnessCheckpoint(tx, witness, principal, body, Math.floor(Date.now() / 1000));
      if (!answered.ok) {
        if (evidence.includes(answered.error.code))
          await recordActivity(db, {
            principal: nameOf(principal),
            action: answered.error.code,
            objectType: 'audit_checkpoint',
            objectId: body.slice(0, 500).replaceAll('\u0000', ''),
            details: answered.error.details,
            requestId: request.id,
          });
        return answered;
      }
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
