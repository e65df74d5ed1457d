import type { InspectionStatus, Verdict } from '../../core/inspection/vocabulary.ts';
import { placeOf } from './place.ts';
import { word } from './words.ts';

/** Which inspections a list shows. What is absent or empty does not narrow it; all that is said must hold. */
export interface InspectionFilter {
  /** Begins a part, lot or serial; letters of either case. */
  readonly search?: string | undefined;
  readonly part?: string | undefined;
  readonly lot?: string | undefined;
  readonly serial?: string | undefined;
  readonly status?: InspectionStatus | undefined;
  /** As it stands now. `undecided`: completed, and a person must decide. */
  readonly verdict?: Verdict | 'undecided' | undefined;
  readonly shelf?: 'review' | 'done' | undefined;
  /** Type that at least one defect has. */
  readonly type?: string | undefined;
  /** `NAME@VERSION`. */
  readonly model?: string | undefined;
  /** Name of a person who decided about a defect or signed off. */
  readonly person?: string | undefined;
  /** UTC, ISO 8601: from is inclusive, to exclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A filter in the terms of the index. */
export interface WordFilter {
  /** Query for the inverted index; null where no word narrows it. */
  readonly match: string | null;
  /** Places: from is inclusive, to exclusive. */
  readonly from: number;
  readonly to: number;
}

/** No board has it: found at once, where two words that never stand together would be followed through all boards. */
const noBoard = word.status('none');

/**
 * Only completed inspections have a verdict, a model's run and its defects, and only these are decided and signed off:
 * beside one of them the status says nothing more, or excludes every board.
 */
function statusWord({ status, verdict, shelf, type, model, person }: InspectionFilter): string | null {
  if (!status) return null;
  if (!verdict && !type && !model && !person && shelf !== 'done') return word.status(status);
  return status === 'completed' ? null : noBoard;
}

export function wordFilter(filter: InspectionFilter): WordFilter {
  const { search, part, lot, serial, verdict, shelf, type, model, person, from, to } = filter;
  const words = [
    search && `${word.begins(search)}*`,
    part && word.part(part),
    lot && word.lot(lot),
    serial && word.serial(serial),
    statusWord(filter),
    verdict && word.verdict(verdict),
    shelf && word.shelf(shelf),
    type && word.type(type),
    model && word.model(model),
    person && word.person(person),
  ].filter((each) => each);
  return {
    match: words.length === 0 ? null : words.join(' '),
    from: from ? placeOf(from) : 0,
    to: to ? placeOf(to) : Number.MAX_SAFE_INTEGER,
  };
}
