/** A part with a recipe is inspected by it, whoever asks: the window's imports and the command line. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecipeContent } from '../../src/core/inspection/recipe.ts';
import { openWorkstation } from '../../src/station/open-workstation.ts';
import { must } from '../../src/station/testing/station-fixture.ts';
import type { Workstation } from '../../src/station/workstation.ts';
import { fiducial, type Line, samples } from './run-fiducial.ts';

const board = join(samples, 'pcb-2002_000431_board.jpg');
const golden = join(samples, 'pcb-2002_golden.jpg');
const otherGolden = join(samples, 'lamp-1_golden.jpg');
const part = 'PCB-2002';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-recipes-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a person does at the window of this station. */
async function atWindow<T>(
  dataDir: string,
  work: (station: Workstation, ended: Promise<void>) => Promise<T>,
): Promise<T> {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const station = must(
    await openWorkstation({
      dataDir,
      version: '0.0.0-test',
      listener: (event) => {
        if (event.type === 'import_progressed' && event.progress.state === 'finished') end();
      },
    }),
  );
  try {
    return await work(station, ended);
  } finally {
    await station.close();
  }
}

/** Saves a recipe as a person does who has looked at the part: with its golden, and critical all over. */
async function saveRecipe(station: Workstation, change: Partial<RecipeContent> = {}): Promise<void> {
  const { sha256 } = must(await station.recipes.addGolden(golden));
  const proposal = must(station.recipes.proposal());
  const types = Object.fromEntries(
    Object.entries(proposal.types).map(([type, rule]) => [type, { ...rule, severity: 'critical' as const }]),
  );
  const content = { ...proposal, types, goldenSha256: sha256, ...change };
  must(await station.recipes.save({ name: part, content, basedOn: 0 }));
}

const inspect = async (dataDir: string, ...more: readonly string[]): Promise<Line> => {
  const run = await fiducial(['inspect', board, '--data-dir', dataDir, '--json', ...more]);
  const [line] = run.lines();
  if (line === undefined) throw new Error(`No line: ${run.stderr}`);
  return line;
};
const severities = (line: Line): readonly unknown[] => [
  ...new Set(line.defects?.map((defect) => (defect as unknown as { severity: string }).severity)),
];

describe('a part with a recipe', () => {
  it('gets the same verdict through the window and through the command line: the same inspection', async () => {
    const dataDir = at('both');
    const seen = await atWindow(dataDir, async (station, ended) => {
      await saveRecipe(station);
      const away = at('alone.jpg');
      await copyFile(board, away);
      station.imports.start([away], { part });
      await ended;
      const { db } = station.context;
      return {
        id: db.scalar('SELECT id FROM inspections'),
        verdict: db.scalar('SELECT verdict FROM inspections'),
        defects: db.scalar('SELECT count(*) FROM defects'),
      };
    });
    // The proposal asks a person about every board with a defect.
    expect(seen).toMatchObject({ verdict: null });
    expect(seen.defects).toBeGreaterThan(0);
    const line = await inspect(dataDir, '--part', part);
    expect(line).toMatchObject({ found: true, inspection_id: seen.id, verdict: null });
  });

  it('is inspected by it on a line: golden, severities and policy, also where nothing is stored', async () => {
    const dataDir = at('line');
    await atWindow(dataDir, (station) => saveRecipe(station, { reviewPolicy: 'auto' }));
    const line = await inspect(dataDir, '--part', part);
    expect(line).toMatchObject({ found: false, verdict: 'fail', registration: { score: expect.any(Number) } });
    expect(severities(line)).toEqual(['critical']);

    const manifest = at('boards.jsonl');
    await writeFile(manifest, `${JSON.stringify({ image: board, part })}\n${JSON.stringify({ image: board })}\n`);
    const run = await fiducial(['inspect', '--manifest', manifest, '--no-store', '--data-dir', dataDir, '--json']);
    const [withRecipe, without] = run.lines();
    expect(run.stderr).toContain(`${part} by its recipe, version 1`);
    expect(withRecipe).toMatchObject({ inspection_id: null, verdict: 'fail' });
    expect(withRecipe!.defects!.map(({ bbox }) => bbox)).toEqual(line.defects!.map(({ bbox }) => bbox));
    expect(without!.registration).toBeNull();
    expect(severities(without!)).not.toEqual(['critical']);
  });

  it('is inspected otherwise where the command says so: threshold, golden or model', async () => {
    const dataDir = at('otherwise');
    await atWindow(dataDir, (station) => saveRecipe(station));
    const low = await inspect(dataDir, '--part', part, '--threshold', '0.01');
    expect(Math.min(...low.defects!.map(({ confidence }) => confidence))).toBeLessThan(0.4);
    expect(severities(low)).toEqual(['critical']);
    const poor = await inspect(dataDir, '--part', part, '--golden', otherGolden);
    expect(poor).toMatchObject({ found: false, error: { code: 'REGISTRATION_POOR' } });
    const named = await inspect(dataDir, '--part', part, '--model', 'pcb_defect_detector');
    expect(named).toMatchObject({ found: false, verdict: null, model: { name: 'pcb_defect_detector' } });
    expect(severities(named)).not.toEqual(['critical']);
  });
});
