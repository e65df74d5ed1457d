import { buffer } from 'node:stream/consumers';
import type { Db } from '../database.ts';
import type { Principal } from '../http/principal.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { refuse } from '../problems.ts';
import { ok, type Result } from '../result.ts';
import { readInspection } from './read-inspection.ts';
import { drawReport } from './report-pdf.ts';

/** A picture over this size is left out of the report. */
const largestOverlay = 20 * 1024 * 1024;

/** A report as PDF, drawn from what holds now. */
export async function makeReport(
  { db, store, fonts }: { readonly db: Db; readonly store: ObjectStore; readonly fonts: string },
  principal: Principal,
  report: { readonly id: string; readonly inspection_id: string },
): Promise<Result<Buffer>> {
  const inspection = await readInspection(db, principal, report.inspection_id);
  if (!inspection.ok) return inspection;
  // Where something else was found here, a picture may show that, and not what the report says.
  const isOfResults = inspection.value.found_here === null;
  const picture = inspection.value.artifacts.find(
    ({ kind, state, content_type, size_bytes }) =>
      isOfResults &&
      kind === 'derived' &&
      state === 'stored' &&
      content_type === 'image/jpeg' &&
      (size_bytes ?? 0) < largestOverlay,
  );
  const bytes = picture === undefined ? null : await store.read(picture.object_key);
  if (bytes !== null && !bytes.ok && bytes.error === 'unavailable') return refuse('STORE_UNAVAILABLE');
  const overlay = bytes?.ok ? await buffer(bytes.value) : null;
  return ok(Buffer.from(drawReport({ reportId: report.id, inspection: inspection.value, overlay }, fonts)));
}
