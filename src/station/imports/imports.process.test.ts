import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { queueCounts } from '../queue/queue.ts';
import { undoStep } from '../review/perform.ts';
import { readBoard } from '../review/reviewed-board.ts';
import { verifyDefects } from '../review/verify.ts';
import { holdDatabase } from '../testing/held-database.ts';
import { must, temporaryFolder } from '../testing/station-fixture.ts';
import { openTestWorkstation, samplesFolder, type TestWorkstation } from '../testing/workstation-fixture.ts';

const sample = (name: string): string => join(samplesFolder, name);
const inspections = ({ context: { db } }: TestWorkstation): number =>
  Number(db.scalar('SELECT count(*) FROM inspections'));
const progressOf = (station: TestWorkstation) =>
  station.events.flatMap((event) => (event.type === 'import_progressed' ? [event.progress] : []));

/** The engine among the children of this process. */
function engineOf(parent: number): { readonly pid: number } {
  const list = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(parent)], { encoding: 'utf8' });
  const line = list.split('\n').find((each) => each.includes('engine/main.ts'));
  return { pid: Number.parseInt(line?.trim() ?? '', 10) };
}

describe('an import', () => {
  it('of the sample boards tells how far it is, and every board waits for a person who decides', async () => {
    const station = await openTestWorkstation();
    const last = await station.ended(station.imports.samples());
    expect(last).toMatchObject({ state: 'finished', total: 12, inspected: 12, known: 0, refusedTotal: 0, running: [] });
    expect(inspections(station)).toBe(12);

    const told = progressOf(station);
    expect(told[0]?.state).toBe('reading');
    expect(told.some(({ running }) => running.length > 0)).toBe(true);
    const counts = told.map(({ inspected }) => inspected);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));

    const rows = station.events.flatMap((event) => (event.type === 'inspections_changed' ? (event.rows ?? []) : []));
    expect(rows).toHaveLength(12);
    expect(rows.filter(({ verdict, defects }) => defects > 0 && verdict !== null)).toEqual([]);
    expect(station.status()).toMatchObject({ engine: 'ready', running: 0, waiting: 0, problems: [] });
    expect(station.status().msPerBoard).toBeGreaterThan(0);
  });

  it('finds boards again that it knows, and inspects them once more where that is asked', async () => {
    const station = await openTestWorkstation();
    const board = { paths: [sample('lamp-1_000088_board.jpg')], about: { part: 'LAMP-1', lot: 'L' } };
    await station.ended(station.imports.start(board.paths, board.about));
    expect(await station.ended(station.imports.start(board.paths, board.about))).toMatchObject({
      inspected: 0,
      known: 1,
    });
    expect(inspections(station)).toBe(1);

    const id = String(station.context.db.scalar('SELECT id FROM inspections'));
    const again = must(station.imports.again([id, '0191e9b2-0000-7000-8000-000000000000'], 'pcb_defect_detector'));
    expect(await station.ended(again)).toMatchObject({
      inspected: 1,
      refused: [{ error: { code: 'INSPECTION_NOT_FOUND' } }],
    });
    expect(inspections(station)).toBe(2);
    expect(station.imports.list()).toHaveLength(3);
    station.imports.dismiss(again.importId);
    expect(station.imports.list()).toHaveLength(2);
  });

  it('refuses each bad file with its reason and inspects all others', async () => {
    const folder = temporaryFolder();
    const at = (name: string): string => join(folder, name);
    const good = await readFile(sample('ctrl-14_007710_board.jpg'));
    await writeFile(at('<img src=x onerror=alert(1)>.jpg'), good);
    await writeFile(at('empty.png'), '');
    await writeFile(at('text.jpg'), 'not an image');
    await writeFile(at('cut.jpg'), good.subarray(0, good.length / 2));
    await writeFile(at('boards.json'), '{"name": 1}\n{"name": 2}\n');
    await mkdir(at('nothing'));
    const paths = [
      '<img src=x onerror=alert(1)>.jpg',
      'empty.png',
      'text.jpg',
      'cut.jpg',
      'boards.json',
      'nothing',
      'gone.png',
    ];
    const station = await openTestWorkstation();
    const last = await station.ended(station.imports.start(paths.map(at), {}));
    expect(last).toMatchObject({ state: 'finished', total: 7, inspected: 1, refusedTotal: 6, error: null });
    const codes = Object.fromEntries(
      last.refused.map(({ name, error }) => [name.slice(folder.length + 1), error.code]),
    );
    expect(codes).toEqual({
      'boards.json': 'MANIFEST_LINE',
      nothing: 'IMPORT_NO_IMAGES',
      'empty.png': 'IMAGE_EMPTY',
      'text.jpg': 'IMAGE_FORMAT',
      'cut.jpg': 'IMAGE_CORRUPT',
      'gone.png': 'IMAGE_UNREADABLE',
    });
    expect(station.context.db.scalar('SELECT count(*) FROM quarantine')).toBe(3);
    expect(station.status().problems).toEqual([]);
  });

  it('of a large board tells how much of it is inspected', async () => {
    const path = join(temporaryFolder(), 'large.png');
    const create = { width: 4200, height: 4200, channels: 3 as const, background: '#204030' };
    // Something to be seen: a blank picture is refused.
    const trace = { create: { width: 3000, height: 40, channels: 3 as const, background: '#e0c080' } };
    await sharp({ create })
      .composite([{ input: trace, left: 600, top: 2000 }])
      .png()
      .toFile(path);
    const station = await openTestWorkstation();
    await station.ended(station.imports.start([path], {}));
    const shares = progressOf(station).flatMap(({ running }) => running[0]?.progress ?? []);
    expect(shares.some((share) => share > 0 && share <= 1)).toBe(true);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });

  it('that is cancelled finishes the boards in work and begins no other', async () => {
    const folder = temporaryFolder();
    for (let n = 0; n < 40; n += 1) {
      // Bytes after the end of a JPEG make another file of the same picture.
      const bytes = await readFile(sample('core-bare_000009_board.jpg'));
      await writeFile(join(folder, `${n}.jpg`), Buffer.concat([bytes, Buffer.from([n])]));
    }
    const station = await openTestWorkstation();
    const started = must(station.imports.start([folder], {}));
    await station.seen((event) => (event.type === 'inspections_changed' ? true : null));
    station.imports.cancel(started.importId);
    const last = await station.ended(started);
    expect(last).toMatchObject({ state: 'cancelled', total: 40, running: [] });
    expect(last.inspected).toBeGreaterThan(0);
    expect(last.inspected).toBeLessThan(40);
    expect(inspections(station)).toBe(last.inspected);
  });

  it('is finished as far as it was begun when the program closes', async () => {
    const dataDir = temporaryFolder();
    const first = await openTestWorkstation(dataDir);
    first.imports.samples();
    await first.seen((event) => (event.type === 'inspections_changed' ? true : null));
    await first.close();
    const second = await openTestWorkstation(dataDir);
    const last = await second.ended(second.imports.samples());
    expect(last.known).toBeGreaterThan(0);
    expect(last.known + last.inspected).toBe(12);
    expect(inspections(second)).toBe(12);
  });

  it('of a pasted picture takes it in, and leaves no copy beside the original', async () => {
    const station = await openTestWorkstation();
    const png = await readFile(sample('scan-12_900100_board.png'));
    const pasted = must(await station.imports.paste(png, { part: 'SCAN-12' }));
    expect(await station.ended(pasted)).toMatchObject({ inspected: 1, refusedTotal: 0 });
    expect(await station.imports.paste(null, {})).toMatchObject({
      ok: false,
      error: { code: 'IMPORT_CLIPBOARD_EMPTY' },
    });
    await station.close();
    await expect(readFile(join(station.dataDir, 'pasted'))).rejects.toMatchObject({ code: 'EISDIR' });
  });

  it('takes the golden of the part’s recipe, else the one beside a board, else the one that was named for all', async () => {
    const folder = temporaryFolder();
    await copyFile(sample('lamp-1_000088_board.jpg'), join(folder, 'alone_board.jpg'));
    const station = await openTestWorkstation();
    const beside = { part: 'LAMP-1', golden: sample('psu-7b_golden.jpg') };
    await station.ended(station.imports.start([sample('lamp-1_000088_board.jpg')], beside));
    const golden = must(await station.recipes.addGolden(sample('lamp-1_golden.jpg')));
    const content = { ...must(station.recipes.proposal()), goldenSha256: golden.sha256 };
    must(await station.recipes.save({ name: 'LAMP-1', content, basedOn: 0 }));
    await copyFile(sample('psu-7b_golden.jpg'), join(folder, 'alone_golden.jpg'));
    await station.ended(station.imports.start([join(folder, 'alone_board.jpg')], { part: 'LAMP-1' }));
    await rm(join(folder, 'alone_golden.jpg'));
    const named = { part: 'OTHER', golden: sample('lamp-1_golden.jpg') };
    await station.ended(station.imports.start([join(folder, 'alone_board.jpg')], named));
    const { db } = station.context;
    const used = db.all(db.query.selectFrom('inspection_images').select('sha256').where('role', '=', 'golden'));
    expect(used.map(({ sha256 }) => sha256)).toEqual([golden.sha256, golden.sha256, golden.sha256]);
    const poor = db.scalar('SELECT count(*) FROM inspections WHERE registration_poor = 1');
    expect(poor).toBe(0);
  });
});

describe('what is wrong with the station', () => {
  it('is said while another program holds the database: boards and decisions wait for it, and none is lost', async () => {
    const station = await openTestWorkstation();
    const { context, review } = station;
    await station.ended(station.imports.start([sample('pcb-2002_000431_board.jpg')], {}));
    const inspectionId = String(context.db.scalar('SELECT id FROM inspections'));
    const defectIds = must(readBoard(context.db, inspectionId)).defects.map(({ id }) => id);
    const other = await holdDatabase(context.db.file);
    const importing = station.imports.start([sample('core-bare_000009_board.jpg')], {});
    const decision = { inspectionId, defectIds, verification: 'confirmed', reason: '', note: '' } as const;
    const decided = context.db.patiently(() => verifyDefects(context, review, decision));
    const undone = context.db.patiently(() => undoStep(context, review));
    const said = await station.seen((event) =>
      event.type === 'status_changed' && event.status.problems.length > 0 ? event.status.problems : null,
    );
    expect(said).toMatchObject([{ code: 'DB_WAITING' }]);
    await other.release();
    expect(await station.ended(importing)).toMatchObject({ inspected: 1, refusedTotal: 0 });
    expect(must(await decided).board.defects).not.toEqual([]);
    expect(must(await undone).steps.redo).toMatchObject({ count: defectIds.length });
    expect(inspections(station)).toBe(2);
    expect(station.status().problems).toEqual([]);
  });

  it('is said where another program keeps the database longer than a board waits, until a board is recorded again', async () => {
    const station = await openTestWorkstation(temporaryFolder(), { patienceMs: 300 });
    const other = await holdDatabase(station.context.db.file);
    const board = [sample('core-bare_000009_board.jpg')];
    const last = await station.ended(station.imports.start(board, {}));
    expect(last).toMatchObject({ inspected: 0, refused: [{ error: { code: 'DB_LOCKED' } }] });
    expect(station.status().problems).toMatchObject([{ code: 'DB_LOCKED' }]);
    await other.release();
    expect(await station.ended(station.imports.start(board, {}))).toMatchObject({ inspected: 1 });
    expect(station.status().problems).toEqual([]);
  });

  it('is said where the data directory may only be read, and what is stored is still shown', async () => {
    const station = await openTestWorkstation();
    await station.ended(station.imports.start([sample('core-bare_000009_board.jpg')], {}));
    const { db } = station.context;
    db.run({ compile: () => sql`PRAGMA query_only = 1`.compile(db.query) });
    const board = [sample('lamp-1_000088_board.jpg')];
    const last = await station.ended(station.imports.start(board, {}));
    expect(last).toMatchObject({ inspected: 0, refused: [{ error: { code: 'DB_READ_ONLY' } }] });
    expect(station.status()).toMatchObject({ problems: [{ code: 'DB_READ_ONLY' }], audit: { size: 4 } });
    expect(must(queueCounts(station.context.db))).toEqual({ review: 1, done: 0 });
  });

  it('is nothing after the engine was killed during an import: every board is inspected once', async () => {
    const station = await openTestWorkstation();
    const started = station.imports.samples();
    await station.seen((event) => (event.type === 'inspections_changed' ? true : null));
    const { pid } = engineOf(process.pid);
    process.kill(pid, 'SIGKILL');
    const last = await station.ended(started);
    expect(last).toMatchObject({ state: 'finished', inspected: 12, refusedTotal: 0, error: null });
    expect(engineOf(process.pid).pid).not.toBe(pid);
    expect(inspections(station)).toBe(12);
    expect(station.status().problems).toEqual([]);
  });

  it('is said at once where no model can be used, and boards are not refused one by one', async () => {
    const station = await openTestWorkstation();
    await station.ended(station.imports.start([sample('core-bare_000009_board.jpg')], {}));
    const stored = String(station.context.db.scalar('SELECT id FROM inspections LIMIT 1'));
    const last = await station.ended(station.imports.again([stored], 'no_such_model@9'));
    expect(last).toMatchObject({ inspected: 0, refusedTotal: 0, error: { code: 'MODEL_NOT_FOUND' } });
  });
});
