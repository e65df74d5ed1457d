import type { StoredInspection } from '../../core/inspection/stored.ts';
import type { InspectionFilter } from '../inspections/filter.ts';

/** An inspection, and what is known of it without asking a list. */
export interface Looked {
  readonly inspection: StoredInspection;
  /** A later run of it is there. */
  readonly replaced: boolean;
  /** Everyone who decided about a defect of it, signed it off or opened it again. */
  readonly persons: ReadonlySet<string>;
}

/** Whether an inspection fits, by looking at all of it: what the lists' index must give. */
export function fits(filter: InspectionFilter, { inspection, replaced, persons }: Looked): boolean {
  const { part, lot, serial, status, standingVerdict, inference, defects, signOff, startedAt } = inspection;
  const begins = (text: string | null) => text?.toLowerCase().startsWith((filter.search ?? '').toLowerCase()) ?? false;
  const model = inference && `${inference.model.name}@${inference.model.version}`;
  const verdict = status === 'completed' ? (standingVerdict ?? 'undecided') : null;
  const shelf = signOff !== null ? 'done' : status === 'failed' && replaced ? null : 'review';
  return (
    (!filter.search || begins(part) || begins(lot) || begins(serial)) &&
    (!filter.part || filter.part === part) &&
    (!filter.lot || filter.lot === lot) &&
    (!filter.serial || filter.serial === serial) &&
    (!filter.status || filter.status === status) &&
    (!filter.verdict || filter.verdict === verdict) &&
    (!filter.shelf || filter.shelf === shelf) &&
    (!filter.type || defects.some(({ type }) => type === filter.type)) &&
    (!filter.model || filter.model === model) &&
    (!filter.person || persons.has(filter.person)) &&
    (!filter.from || startedAt >= filter.from) &&
    (!filter.to || startedAt < filter.to)
  );
}
