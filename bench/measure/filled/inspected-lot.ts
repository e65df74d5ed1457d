import type { RecipeContent } from '../../../src/core/inspection/recipe.ts';
import type { InspectionOutcome, RecordedDefect, RecordedImage } from '../../../src/core/inspection/record.ts';
import type { Severity, Verification } from '../../../src/core/inspection/vocabulary.ts';
import type { Clock } from '../../../src/core/kernel/clock.ts';
import { newId } from '../../../src/core/kernel/ids.ts';
import type { StationContext } from '../../../src/station/context.ts';
import { recordInspection } from '../../../src/station/inspections/record.ts';
import { reviewSession } from '../../../src/station/review/review-session.ts';
import { readBoard } from '../../../src/station/review/reviewed-board.ts';
import { signOffBoard } from '../../../src/station/review/sign-off.ts';
import { verifyDefects } from '../../../src/station/review/verify.ts';
import { hashOf, sampleRecipe } from '../../../src/station/testing/sample-inspection.ts';
import { must } from '../../../src/station/testing/station-fixture.ts';
import { drawn, drawnNumbers } from './drawn-numbers.ts';

/** What a lot on the line is called, and who works there. */
export interface LotNames {
  /** `PCB-` and four digits. */
  readonly part: string;
  /** `LOT-` and six digits. */
  readonly lot: string;
  /** Of its first board; serials are `SN-` and eight digits. */
  readonly firstSerial: number;
  /** Number of each of the two people who review. */
  readonly people: readonly [number, number];
  /** Of the model: `1.N.0`. */
  readonly version: number;
}

export interface Lot extends LotNames {
  readonly boards: number;
  /** False: its boards still wait for a person. */
  readonly reviewed: boolean;
  /** What goes wrong with its boards. */
  readonly seed: number;
  /** Working time at which its first board comes. */
  readonly startsAt: number;
}

/** A clock that shows what the line's calendar says. */
export interface LineClock extends Clock {
  workingMs: number;
}

export function lineClock(momentOf: (working: number) => number): LineClock {
  const first = momentOf(0);
  return {
    workingMs: 0,
    now() {
      return new Date(momentOf(this.workingMs)).toISOString();
    },
    monotonicMs() {
      return momentOf(this.workingMs) - first;
    },
    bootId: 'line',
  };
}

export const partName = (number: number): string => `PCB-${1000 + number}`;
export const lotName = (number: number): string => `LOT-${String(number).padStart(6, '0')}`;
export const serialName = (number: number): string => `SN-${String(number).padStart(8, '0')}`;
export const personName = (number: number): string => `Operator ${number}`;
export const personId = (number: number): string => `operator-${number}`;
export const modelVersion = (version: number): string => `1.${version}.0`;
export const goldenOf = (part: string): string => hashOf(`golden ${part}`);

export const lineRecipe: { readonly name: string; readonly content: RecipeContent } = {
  name: 'line',
  content: sampleRecipe,
};

/** How often each type comes in a lot that is no worse in any of them, and how bad it is. */
const types: readonly (readonly [string, number, Severity])[] = [
  ['mousebite', 30, 'high'],
  ['spur', 25, 'medium'],
  ['open', 18, 'critical'],
  ['short', 14, 'critical'],
  ['copper', 10, 'medium'],
  ['pin-hole', 3, 'low'],
];
const decisions: readonly (readonly [Exclude<Verification, 'not_verified'>, number])[] = [
  ['confirmed', 50],
  ['rejected', 30],
  ['repaired', 12],
  ['accepted', 8],
];

/** Working ms from one board to the next, to the review of a board, and from a lot to the next. */
const boardMs = 23_000;
const reviewMs = 2000;
const changeMs = 300_000;

/** Working time at which the next lot begins. */
export const lotEnds = (lot: Lot): number => lot.startsAt + lot.boards * (boardMs + reviewMs) + changeMs;

/**
 * Inspects a lot, and lets two people review it, through the station as the window does. One board in two hundred fails and
 * most of these are inspected again; one in fifty is repaired and comes back with a new image; one in a hundred cannot be
 * laid over its golden and has no verdict until somebody decides. `changed` hears of each board after each change.
 */
export function inspectLot(
  context: StationContext,
  clock: LineClock,
  lot: Lot,
  changed: (inspectionId: string) => void = () => {},
): void {
  const random = drawnNumbers(lot.seed);
  const weights = types.map(([type, weight]) => [type, weight * (0.6 + 0.8 * random())] as const);
  const session = reviewSession();
  const share = 0.15 + 0.3 * random();
  const done: string[] = [];
  for (let n = 0; n < lot.boards; n += 1) {
    clock.workingMs = lot.startsAt + n * boardMs;
    const back = n > 0 && random() < 0.02;
    const serial = serialName(lot.firstSerial + (back ? n - 1 : n));
    const image = lineImage(`${serial} at ${n}`, `${serial}.png`);
    const failed = random() < 0.005;
    if (failed) record(image, serial, failedOutcome);
    if (!failed || random() < 0.7) record(image, serial, outcome());
  }
  if (lot.reviewed) for (const [n, id] of done.entries()) review(id, n);

  function record(image: RecordedImage, serial: string, result: InspectionOutcome): void {
    const golden = lineImage(`golden ${lot.part}`, `${lot.part}.golden.png`);
    const { part, lot: name } = lot;
    const startedAt = clock.now();
    clock.workingMs += 40 + Math.floor(40 * random());
    const input = {
      id: newId<never>(),
      image,
      golden,
      part,
      lot: name,
      serial,
      again: false,
      recipe: lineRecipe,
      startedAt,
    };
    const recorded = must(recordInspection(context, { ...input, outcome: result }));
    changed(recorded.inspectionId);
    if (result.status === 'completed') done.push(recorded.inspectionId);
    clock.workingMs += 200;
  }

  function outcome(): InspectionOutcome {
    const count = random() < share ? 1 + Math.floor(3 * random() * random()) : 0;
    const defects = Array.from({ length: count }, () => madeDefect(random, weights));
    const poor = random() < 0.01;
    const verdict = poor ? null : defects.length > 0 ? 'fail' : 'pass';
    const angle = random() - 0.5;
    const score = poor ? 0.31 : 0.9 + 0.1 * random();
    return {
      status: 'completed',
      verdict,
      registration: { dx: 4 * random(), dy: 4 * random(), angle, scale: 1 + 0.01 * random(), score },
      registrationPoor: poor,
      inference: {
        id: newId(),
        model: { name: 'pcb_defect_detector', version: modelVersion(lot.version), sha256: hashOf('model') },
        provider: 'cpu',
        usedGolden: true,
        timingsMs: { decode: 3.25, register: 4, infer: 20 + 5 * random(), merge: 0.1, store: 1, total: 30 },
      },
      defects,
    };
  }

  function review(inspectionId: string, n: number): void {
    clock.workingMs = lot.startsAt + lot.boards * boardMs + n * reviewMs;
    const person = lot.people[random() < 0.7 ? 0 : 1];
    const actor = { id: personId(person), name: personName(person), role: 'operator' } as const;
    const as = { ...context, actor };
    const board = must(readBoard(context.db, inspectionId));
    let revision = board.revision;
    for (const { id } of board.defects) {
      const verification = drawn(random, decisions);
      const said = { inspectionId, defectIds: [id], verification, reason: '', note: '' };
      revision = must(verifyDefects(as, session, said)).board.revision;
      changed(inspectionId);
      clock.workingMs += 300;
    }
    const signed = signOffBoard(as, session, { inspectionId, revision, note: '' });
    if (!signed.ok && signed.error.code !== 'REVIEW_UNDECIDED') throw new Error(signed.error.message);
    changed(inspectionId);
  }
}

const failedOutcome: InspectionOutcome = {
  status: 'failed',
  error: { code: 'ENGINE_CRASHED', message: 'The engine was lost twice.' },
};

function lineImage(content: string, name: string): RecordedImage {
  const sha256 = hashOf(content);
  const storedPath = `images/${sha256.slice(0, 2)}/${sha256}.png`;
  return { sha256, bytes: 180_000, format: 'png', storedPath, width: 640, height: 640, sourcePath: `/line/${name}` };
}

function madeDefect(random: () => number, weights: readonly (readonly [string, number])[]): RecordedDefect {
  const type = drawn(random, weights);
  return {
    id: newId(),
    type,
    box: { x: 600 * random(), y: 600 * random(), width: 8 + 30 * random(), height: 8 + 30 * random() },
    confidence: 0.5 + 0.5 * random(),
    severity: types.find(([name]) => name === type)![2],
    origin: 'model',
  };
}
