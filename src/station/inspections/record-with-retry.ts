import type { InspectionToRecord } from '../../core/inspection/record.ts';
import type { StationContext } from '../context.ts';
import { recordInspection } from './record.ts';

/** Waits for a database that others hold; an unknown commit is tried again with the same id, which stores nothing twice. */
export async function recordWithRetry(
  context: StationContext,
  input: InspectionToRecord,
): Promise<ReturnType<typeof recordInspection>> {
  for (let attempt = 1; ; attempt += 1) {
    const recorded = await context.db.patiently(() => recordInspection(context, input));
    if (recorded.ok || recorded.error.code !== 'DB_COMMIT_UNKNOWN' || attempt === 3) return recorded;
    await new Promise((resolve) => setTimeout(resolve, 50 * attempt));
  }
}
