import type { InspectionToRecord } from '../../core/inspection/record.ts';
import type { StationContext } from '../context.ts';
import { recordInspection } from './record.ts';

/** An unknown commit and a busy database are tried again with the same id, which can store nothing twice. */
export async function recordWithRetry(
  context: StationContext,
  input: InspectionToRecord,
): Promise<ReturnType<typeof recordInspection>> {
  for (let attempt = 1; ; attempt += 1) {
    const recorded = recordInspection(context, input);
    const passing = !recorded.ok && ['DB_COMMIT_UNKNOWN', 'DB_LOCKED'].includes(recorded.error.code);
    if (!passing || attempt === 3) return recorded;
    await new Promise((resolve) => setTimeout(resolve, 50 * attempt));
  }
}
