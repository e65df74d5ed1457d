/** Which inspection speaks for an image in a dataset. */
import { setImmediate } from 'node:timers/promises';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { InspectionFilter } from '../inspections/filter.ts';
import { eachInspection } from '../inspections/read.ts';
import { type DatasetItem, itemOf } from './dataset.ts';

export interface CollectedDataset {
  /** One for each image, in the order in which the images were first inspected. */
  readonly items: readonly DatasetItem[];
  /** Newer inspections of these images, at which no person has worked: people's work on an earlier one comes first. */
  readonly newerLeftOut: number;
  /** Images that are left out: an area of them is neither named nor called false. */
  readonly unexplained: number;
}

/** Where the work lets go of the thread, so that it can be stopped. */
const atOnce = 100;

/**
 * Of every image that has completed inspections among those that fit, the newest that a person worked at; where there is
 * none, the newest. Newer is what was recorded later: a computer's clock can be set back.
 * Errors: DB_*. Throws the signal's reason once it is aborted.
 */
export async function collectDataset(
  db: Database,
  filter: InspectionFilter,
  signal?: AbortSignal,
): Promise<Result<CollectedDataset, AppError>> {
  const images = new Map<string, ImageRuns>();
  const fits = filter.status === undefined || filter.status === 'completed';
  let read = 0;
  for (const found of fits ? eachInspection(db, { ...filter, status: 'completed' }) : []) {
    if (!found.ok) return found;
    const { sha256 } = found.value.image;
    images.set(sha256, withRun(images.get(sha256), found.value));
    read += 1;
    if (read % atOnce === 0) await setImmediate();
    signal?.throwIfAborted();
  }
  // So that an export made again later begins with the same images.
  const ordered = [...images.values()].toSorted((a, b) => Math.min(...a.seqs) - Math.min(...b.seqs));
  const used = ordered.flatMap(({ item, seq, seqs }) => (item === null ? [] : [{ item, newer: newerThan(seq, seqs) }]));
  return ok({
    items: used.map(({ item }) => item),
    newerLeftOut: used.reduce((sum, { newer }) => sum + newer, 0),
    unexplained: ordered.length - used.length,
  });
}

/** The inspections of one image, with the item of the one that speaks for it so far. */
interface ImageRuns {
  readonly item: DatasetItem | null;
  readonly seq: number;
  readonly byPerson: boolean;
  /** Of all of them: places in the log, which give the order. */
  readonly seqs: readonly number[];
}

function withRun(runs: ImageRuns | undefined, inspection: StoredInspection): ImageRuns {
  const { auditSeq: seq } = inspection;
  const seqs = [...(runs?.seqs ?? []), seq];
  const byPerson = hasWorkOf(inspection);
  const better = runs === undefined || (byPerson === runs.byPerson ? seq > runs.seq : byPerson);
  return better ? { item: itemOf(inspection), seq, byPerson, seqs } : { ...runs, seqs };
}

/** What a person said and did not take back. */
const hasWorkOf = ({ defects, annotations, signOff }: StoredInspection): boolean =>
  signOff !== null || annotations.length > 0 || defects.some(({ verified }) => verified !== null);

const newerThan = (seq: number, seqs: readonly number[]): number => seqs.filter((other) => other > seq).length;
