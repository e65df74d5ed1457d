import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecipeContent } from '../../core/inspection/recipe.ts';
import { ok } from '../../core/kernel/result.ts';
import type { EngineBoardResult } from '../../engine/protocol.ts';
import type { StationContext } from '../context.ts';
import { openImageStore } from '../images/image-store.ts';
import type { ModelJson } from '../models/model-json.ts';
import { reviewSession } from '../review/review-session.ts';
import { readBoard } from '../review/reviewed-board.ts';
import { reopenBoard, signOffBoard } from '../review/sign-off.ts';
import { verifyDefects } from '../review/verify.ts';
import { hashOf, sampleRecipe } from '../testing/sample-inspection.ts';
import { must, openTestStation, temporaryFolder } from '../testing/station-fixture.ts';
import type { BoardReport, BoardRequest, NamedFile } from './board-request.ts';
import { boardInspector } from './inspect-board.ts';
import { takeFromStore, takeInPlace } from './originals.ts';

const model: ModelJson = {
  name: 'pcb_defect_detector',
  version: '1',
  sha256: hashOf('model'),
  input: { name: 'in', dtype: 'uint8', width: 640, height: 640, channels: ['board', 'golden'] },
  output: { name: 'out', decoder: 'detections_nk6' },
  classes: [{ name: 'open', severity: 'critical', threshold: { with_golden: 0.5, without_golden: 0.5 } }],
  merge: { nms_iou: 0.5 },
  licence: 'MIT',
};

const found: EngineBoardResult = {
  width: 640,
  height: 480,
  golden: { width: 640, height: 480 },
  registration: { dx: 0, dy: 0, angle: 0, scale: 1, score: 0.9 },
  usedGolden: true,
  registrationPoor: false,
  unexplained: [],
  detections: [0, 100].map((x) => ({ box: { x, y: 8, width: 20, height: 20 }, confidence: 0.9, classIndex: 0 })),
  provider: 'cpu',
  timings: { decode: 1, register: 1, infer: 1, merge: 1, total: 4 },
};

/** A station whose engine finds the same in every board. */
async function line(result: Partial<EngineBoardResult> = {}, recipe: Partial<RecipeContent> = {}) {
  const dataDir = temporaryFolder();
  const file = (name: string): NamedFile => ({ given: name, path: join(dataDir, name) });
  for (const name of ['board', 'golden', 'copy of the golden'])
    writeFileSync(file(name).path, Buffer.concat([Buffer.from([0x42, 0x4d]), Buffer.from(name.slice(-6))]));
  const context = openTestStation(join(dataDir, 'station.db'));
  const images = must(await openImageStore(dataDir));
  const engine = { inspect: async () => ok({ ...found, ...result }) };
  const settings = { model, recipe: { ...sampleRecipe, ...recipe }, recipeName: 'P', again: false, maxPixels: 1e8 };
  const stored = takeFromStore(images, { context, dataDir });
  const inspectStored = boardInspector(
    { engine, takeBoard: stored, takeGolden: stored, store: { context, dataDir } },
    settings,
  );
  const inspectOnly = boardInspector(
    { engine, takeBoard: takeInPlace, takeGolden: takeInPlace, store: null },
    settings,
  );
  const request = (image: string) => ({
    image: file(image),
    golden: { ...file('golden'), from: 'named' as const },
    part: 'P',
    lot: null,
    serial: '1',
  });
  return {
    context,
    inspect: async (): Promise<BoardReport> => {
      const outcome = await inspectStored(request('board'));
      if (!outcome.inspected) throw new Error(outcome.error.code);
      return outcome;
    },
    codes: async (image: string, names: Partial<BoardRequest> = {}) =>
      Promise.all(
        [inspectStored, inspectOnly].map(async (inspect) => {
          const outcome = await inspect({ ...request(image), ...names });
          return outcome.inspected ? outcome.verdict : outcome.error.code;
        }),
      ),
  };
}

/** A person at the window who decides about all defects of a board and signs it. */
function person(context: StationContext, inspectionId: string) {
  const session = reviewSession();
  const board = () => must(readBoard(context.db, inspectionId));
  return {
    decide(verification: 'confirmed' | 'rejected') {
      const defectIds = board().defects.map(({ id }) => id);
      must(verifyDefects(context, session, { inspectionId, defectIds, verification, reason: '', note: '' }));
    },
    sign: () => must(signOffBoard(context, session, { inspectionId, revision: board().revision, note: '' })),
    reopen: () => must(reopenBoard(context, session, { inspectionId, reason: 'looked again' })),
  };
}

describe('a board that is found again', () => {
  it('has the verdict that holds, with the run’s own beside it and what was said of each defect', async () => {
    const { context, inspect } = await line();
    const first = await inspect();
    expect(first).toMatchObject({ found: false, verdict: 'fail', runVerdict: 'fail' });
    const ada = person(context, first.inspectionId!);
    ada.decide('rejected');
    ada.sign();
    const signed = await inspect();
    expect(signed).toMatchObject({
      found: true,
      inspectionId: first.inspectionId,
      verdict: 'pass',
      runVerdict: 'fail',
    });
    expect(signed.defects.map(({ verification }) => verification)).toEqual(['rejected', 'rejected']);
    ada.reopen();
    ada.decide('confirmed');
    expect(await inspect()).toMatchObject({ found: true, verdict: 'fail' });
  });

  it('is decided by its sign-off also where the golden did not fit', async () => {
    const { context, inspect } = await line({ registrationPoor: true, usedGolden: false });
    const first = await inspect();
    expect(first).toMatchObject({ verdict: null, registrationPoor: true });
    const ada = person(context, first.inspectionId!);
    ada.decide('rejected');
    ada.sign();
    expect(await inspect()).toMatchObject({ verdict: 'pass', runVerdict: null, registrationPoor: true });
  });
});

it('answers two processes that ask otherwise about one new board each for itself', async () => {
  const dataDir = temporaryFolder();
  const file = (name: string): NamedFile => ({ given: name, path: join(dataDir, name) });
  writeFileSync(file('board').path, 'BM the board');
  const request = { image: file('board'), golden: null, part: 'P', lot: null, serial: '1' };
  let asked = 0;
  const bothAsked = Promise.withResolvers<void>();
  const ask = async (threshold: number): Promise<BoardReport> => {
    const context = openTestStation(join(dataDir, 'station.db'));
    const take = takeFromStore(must(await openImageStore(dataDir)), { context, dataDir });
    const engine = {
      // Nobody is recorded before both have looked for an earlier run.
      async inspect() {
        asked += 1;
        if (asked === 2) bothAsked.resolve();
        await bothAsked.promise;
        return ok({ ...found, detections: found.detections.filter(({ confidence }) => confidence >= threshold) });
      },
    };
    const open = { thresholdWithGolden: threshold, thresholdWithoutGolden: threshold, severity: 'critical' as const };
    const recipe = { ...sampleRecipe, types: { open } };
    const outcome = await boardInspector(
      { engine, takeBoard: take, takeGolden: take, store: { context, dataDir } },
      { model, recipe, recipeName: 'P', again: false, maxPixels: 1e8 },
    )(request);
    if (!outcome.inspected) throw new Error(outcome.error.code);
    return outcome;
  };
  const reports = await Promise.all([ask(0.2), ask(0.99)]);
  expect(reports).toMatchObject([
    { found: false, verdict: 'fail', defects: [{}, {}] },
    { found: false, verdict: 'pass', defects: [] },
  ]);
  expect(new Set(reports.map(({ inspectionId }) => inspectionId)).size).toBe(2);
});

it('refuses a file that is its own golden, with and without a store, and no other file', async () => {
  const { codes } = await line({ detections: [] });
  expect(await codes('golden')).toEqual(['BOARD_IS_GOLDEN', 'BOARD_IS_GOLDEN']);
  expect(await codes('copy of the golden')).toEqual(['pass', 'pass']);
  expect(await codes('board')).toEqual(['pass', 'pass']);
});

it('refuses a board whose name could never be sent, and inspects those beside it', async () => {
  const { codes } = await line({ detections: [] });
  const refused = ['BOARD_NAME_INVALID', 'BOARD_NAME_INVALID'];
  expect(await codes('board', { serial: 'S'.repeat(201) })).toEqual(refused);
  expect(await codes('board', { lot: 'L'.repeat(201) })).toEqual(refused);
  for (const blank of ['', ' ', '\u200b'])
    for (const field of ['part', 'lot', 'serial']) expect(await codes('board', { [field]: blank })).toEqual(refused);
  expect(await codes('board', { serial: 'S'.repeat(200) })).toEqual(['pass', 'pass']);
});

it('passes no board of which the recipe leaves nothing, in the golden’s pixels or in its own', async () => {
  const left = async (result: Partial<EngineBoardResult>, recipe: Partial<RecipeContent>) =>
    (await line({ detections: [], ...result }, recipe)).codes('board');
  const refused = ['RECIPE_COVERS_NOTHING', 'RECIPE_COVERS_NOTHING'];
  const exclude = (width: number, height: number) => ({
    regions: [{ kind: 'exclude' as const, box: { x: 0, y: 0, width, height } }],
  });
  expect(await left({}, exclude(640, 480))).toEqual(refused);
  expect(await left({ golden: { width: 700, height: 480 } }, exclude(640, 480))).toEqual(['pass', 'pass']);
  expect(await left({ golden: null, usedGolden: false, registration: null }, exclude(640, 480))).toEqual(refused);
  expect(await left({}, { minAreaPx: 640 * 480 + 1 })).toEqual(refused);
  expect(await left({}, { ...exclude(640, 479), minAreaPx: 640 * 480 })).toEqual(['pass', 'pass']);
});

it('fails a board with a part that nobody can name, and lists that part for a person', async () => {
  const area = { x: 10, y: 20, width: 200, height: 300 };
  const { inspect } = await line({ detections: [], unexplained: [area] });
  const report = await inspect();
  expect(report.verdict).toBe('fail');
  expect(report.defects).toMatchObject([{ type: 'unexplained', box: area, confidence: null, severity: 'critical' }]);
});

it('says of a board that is not trusted how much of the golden is in its picture', async () => {
  const half = { registrationPoor: true, usedGolden: false, golden: { width: 640, height: 960 } };
  const report = await (await line({ ...half, detections: [] })).inspect();
  expect(report).toMatchObject({ verdict: null, registrationDoubt: { code: 'GOLDEN_PARTLY_SEEN', seen: 0.5 } });
});
