import { endpoints, type SyncItem, type SyncReply, syncItemSchema } from '@fiducial/protocol/api';
import { sql } from 'kysely';
import type { Db, Tx } from '../database.ts';
import type { Principal } from '../http/principal.ts';
import { isLostDatabase } from '../http/problem-answer.ts';
import { inTransaction, isRepeatable } from '../http/transaction.ts';
import { fieldsOf } from '../http/wrong-fields.ts';
import type { Logger } from '../ports/logger.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { type ApiProblem, refuse } from '../problems.ts';
import { assertNever, ok, type Result } from '../result.ts';
import { announceArtifact, confirmUpload } from './artifact-uploads.ts';
import { createInspection } from './create-inspection.ts';
import type { ModelCatalogue } from './defect-types.ts';
import { storeResults } from './store-results.ts';

export interface BatchContext {
  readonly db: Db;
  readonly store: ObjectStore;
  readonly principal: Principal;
  readonly catalogue: ModelCatalogue;
  readonly baseUrl: string;
  readonly requestId: string;
  readonly log: Logger;
}

type Outcome = Result<{ readonly status: number; readonly body: unknown }>;
type DatabaseItem = Exclude<SyncItem, { type: 'confirm' }>;

/**
 * Does each item as its own operation would, in order, each with its own outcome. Neighbouring items that touch only the
 * database share a transaction, each in a savepoint: one disk flush for all of them, and none undoes another.
 */
export async function processBatch(context: BatchContext, items: readonly unknown[]): Promise<Result<SyncReply>> {
  const outcomes: Outcome[] = [];
  let waiting: DatabaseItem[] = [];
  const flush = async (): Promise<Result<null>> => {
    if (waiting.length === 0) return ok(null);
    const together = waiting;
    waiting = [];
    const done = await inTransaction(context.db, async (tx) => {
      await holdInspections(tx, together);
      const each: Outcome[] = [];
      for (const item of together) each.push(await inSavepoint(context, tx, item));
      return ok(each);
    });
    if (!done.ok) return done;
    outcomes.push(...done.value);
    return ok(null);
  };
  for (const given of items) {
    const item = syncItemSchema.safeParse(given);
    if (item.success && item.data.type !== 'confirm') {
      waiting.push(item.data);
      continue;
    }
    const flushed = await flush();
    if (!flushed.ok) return flushed;
    if (!item.success)
      outcomes.push(refuse('REQUEST_INVALID', { type: typeOf(given), ...fieldsOf('item', item.error) }));
    else if (item.data.type === 'confirm') outcomes.push(await confirm(context, item.data));
  }
  const flushed = await flush();
  return flushed.ok ? ok(toReply(context, outcomes)) : flushed;
}

const typeOf = (given: unknown): string =>
  String((given as { type?: unknown } | null)?.type)
    .slice(0, 50)
    .toWellFormed();

/** Takes the batch's inspections in one order, so that batches which share some wait for one another and never deadlock. */
async function holdInspections(tx: Tx, items: readonly DatabaseItem[]): Promise<void> {
  const ids = items.map((item) => (item.type === 'inspection' ? item.body.inspection_id : item.inspection_id));
  await sql`SELECT pg_advisory_xact_lock(key) FROM (
    SELECT DISTINCT hashtextextended(id, 0) AS key FROM unnest(${ids}::text[]) AS id ORDER BY key) AS keys`.execute(tx);
}

async function inSavepoint(context: BatchContext, tx: Tx, item: DatabaseItem): Promise<Outcome> {
  await sql`SAVEPOINT item`.execute(tx);
  try {
    const done = await doItem(context, tx, item);
    await sql`${sql.raw(done.ok ? 'RELEASE' : 'ROLLBACK TO')} SAVEPOINT item`.execute(tx);
    return done;
  } catch (error) {
    if (isLostDatabase(error) || isRepeatable(error)) throw error;
    context.log.error({ err: error, request: context.requestId }, 'a batch item failed');
    await sql`ROLLBACK TO SAVEPOINT item`.execute(tx);
    return refuse('INTERNAL');
  }
}

async function doItem(
  { store, principal, catalogue, baseUrl }: BatchContext,
  tx: Tx,
  item: DatabaseItem,
): Promise<Outcome> {
  switch (item.type) {
    case 'inspection': {
      const created = await createInspection(tx, principal, item.body);
      return created.ok ? ok({ status: endpoints.createInspection.status, body: created.value.inspection }) : created;
    }
    case 'artifact': {
      const upload = await announceArtifact(tx, store, principal, item.inspection_id, item.body, baseUrl);
      return upload.ok ? ok({ status: endpoints.createArtifact.status, body: upload.value }) : upload;
    }
    case 'results': {
      const stored = await storeResults(tx, principal, item.inspection_id, item.body, catalogue);
      return stored.ok ? ok({ status: endpoints.putResults.status, body: stored.value }) : stored;
    }
    default:
      return assertNever(item);
  }
}

async function confirm(
  { db, store, principal }: BatchContext,
  item: Extract<SyncItem, { type: 'confirm' }>,
): Promise<Outcome> {
  const confirmed = await confirmUpload(db, store, principal, item.inspection_id, item.body);
  return confirmed.ok ? ok({ status: endpoints.confirmArtifact.status, body: confirmed.value }) : confirmed;
}

function toReply({ requestId }: BatchContext, outcomes: readonly Outcome[]): SyncReply {
  const told = ({ message, code, details }: ApiProblem) => ({ error: message, code, details, request_id: requestId });
  return {
    results: outcomes.map((outcome, index) =>
      outcome.ok
        ? { index, ok: true, status: outcome.value.status, body: outcome.value.body as never }
        : {
            index,
            ok: false,
            status: outcome.error.status,
            retry_after: outcome.error.retryAfter,
            problem: told(outcome.error),
          },
    ),
    total_processed: outcomes.length,
    total_failed: outcomes.filter(({ ok: succeeded }) => !succeeded).length,
  };
}
