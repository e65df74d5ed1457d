/** Whatever the log says was written is there, or the log says that it is not: after kills and on full disks. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { auditPage } from '../audit/page.ts';
import { openStation, reportServices } from '../compose.ts';
import type { StationContext } from '../context.ts';
import { dbError } from '../db/errors.ts';
import { sha256Hex } from '../digest.ts';
import { recordInspection } from '../inspections/record.ts';
import { createReport } from '../reports/create-report.ts';
import type { OutputMoment } from '../testing/output-child.ts';
import { sampleInspection } from '../testing/sample-inspection.ts';
import { must, temporaryFolder } from '../testing/station-fixture.ts';
import { samplesFolder } from '../testing/workstation-fixture.ts';
import { finishOutputs } from './finish-outputs.ts';
import { verifyEvidence } from './verify-evidence.ts';

const child = fileURLToPath(new URL('../testing/output-child.ts', import.meta.url));
const board = join(samplesFolder, 'core-bare_000009_board.jpg');
type Kind = 'report' | 'evidence';

/** A station with one board, which could not be inspected, and a folder for what is written about it. */
async function stationWithBoard() {
  const dataDir = temporaryFolder();
  const folder = temporaryFolder();
  const station = must(await openStation({ dataDir }));
  const { sha256, bytes, format, storedPath } = must(await station.images.storeOriginal(board));
  const image = { sha256, bytes, format, storedPath, width: null, height: null, sourcePath: board };
  const outcome = { status: 'failed', error: { code: 'ENGINE_CRASHED', message: 'The engine crashed.' } } as const;
  const { inspectionId } = must(recordInspection(station.context, sampleInspection({ image, golden: null, outcome })));
  station.close();
  return { dataDir, folder, inspectionId };
}

function run(
  { dataDir, folder, inspectionId }: Awaited<ReturnType<typeof stationWithBoard>>,
  kind: Kind,
  moment: OutputMoment,
) {
  const path = join(folder, kind === 'report' ? 'board.pdf' : 'board.zip');
  const { signal, stdout, stderr } = spawnSync(process.execPath, [child, dataDir, inspectionId, kind, path, moment], {
    encoding: 'utf8',
  });
  return { path, signal, said: stdout.trim() || stderr };
}

async function reopened(dataDir: string): Promise<StationContext> {
  const station = must(await openStation({ dataDir }));
  onTestFinished(() => station.close());
  return station.context;
}

const actions = ({ db }: StationContext): readonly string[] =>
  must(auditPage(db, { limit: 100 })).entries.map(({ action }) => action);

/** What the log speaks of and nobody finds. */
async function lostOutputs(context: StationContext): Promise<readonly string[]> {
  const { db } = context;
  const rows = db.all(db.query.selectFrom('reports').select(['path', 'sha256']));
  const toldAsLost = actions(context).filter((action) => action === 'evidence.not_written').length;
  const lost: string[] = [];
  for (const { path, sha256 } of rows) {
    const bytes = existsSync(path) ? readFileSync(path) : null;
    const isWhole =
      bytes !== null &&
      (path.endsWith('.zip')
        ? must(await verifyEvidence(path, { keys: null })).problems.length === 0
        : sha256Hex(bytes) === sha256);
    if (!isWhole) lost.push(path);
  }
  return lost.slice(toldAsLost);
}

describe('a program that is killed while it writes', () => {
  it.each([
    ['report', 'staged'],
    ['evidence', 'staged'],
  ] as const)('a %s, before the entry: neither entry nor file is there', async (kind, moment) => {
    const station = await stationWithBoard();
    const { path, signal, said } = run(station, kind, moment);
    expect({ signal, said }).toEqual({ signal: 'SIGKILL', said: '' });
    const context = await reopened(station.dataDir);
    await finishOutputs(context);
    expect(actions(context)).not.toContain('report.created');
    expect(readdirSync(station.folder)).not.toContain(basename(path));
  });

  it.each([
    ['report', 'entered'],
    ['report', 'complete'],
    ['evidence', 'complete'],
  ] as const)('a %s (%s): the file gets its name at the next start', async (kind, moment) => {
    const station = await stationWithBoard();
    const { path, signal } = run(station, kind, moment);
    expect(signal).toBe('SIGKILL');
    const context = await reopened(station.dataDir);
    // Not yet: the control of what is checked.
    expect(await lostOutputs(context)).toEqual([path]);
    await finishOutputs(context);
    expect(await lostOutputs(context)).toEqual([]);
    expect(readdirSync(station.folder)).toEqual([basename(path)]);
  });

  it('a bundle between its entry and its end: the log says that it was not written, once', async () => {
    const station = await stationWithBoard();
    expect(run(station, 'evidence', 'entered').signal).toBe('SIGKILL');
    const context = await reopened(station.dataDir);
    for (let starts = 0; starts < 2; starts += 1) await finishOutputs(context);
    expect(actions(context).slice(0, 2)).toEqual(['evidence.not_written', 'evidence.created']);
    expect(await lostOutputs(context)).toEqual([]);
    expect(readdirSync(station.folder)).toEqual([]);
    // And the next one is made as ever.
    expect(run(station, 'evidence', 'never').said).toBe('DONE');
    expect(await lostOutputs(context)).toEqual([]);
  });

  it('what was told before it was written would be lost for good', async () => {
    const station = await stationWithBoard();
    const { path } = run(station, 'report', 'told first');
    const context = await reopened(station.dataDir);
    await finishOutputs(context);
    expect(await lostOutputs(context)).toEqual([path]);
  });

  it('what another program writes at this moment is left alone', async () => {
    const station = await stationWithBoard();
    run(station, 'report', 'entered');
    const [name = ''] = readdirSync(station.folder);
    // The parent of this process runs.
    renameSync(join(station.folder, name), join(station.folder, name.replace(/-\d+\.tmp$/, `-${process.ppid}.tmp`)));
    const context = await reopened(station.dataDir);
    await finishOutputs(context);
    expect(readdirSync(station.folder)[0]).toMatch(/\.tmp$/);
  });
});

describe('a disk that is full', () => {
  const canMount = (): boolean => spawnSync('sh', ['-c', "unshare -rm sh -c 'mount -t tmpfs tmpfs /tmp'"]).status === 0;

  it.skipIf(!canMount()).each(['report', 'evidence'] as const)(
    'where the %s goes: nothing is logged and nothing is left',
    async (kind) => {
      const station = await stationWithBoard();
      const disk = join(station.folder, 'disk');
      mkdirSync(disk);
      const script = `unshare -rm sh -c 'mount -t tmpfs -o size=16k tmpfs "$1"; shift; "$@"; status=$?; ls -A "$0" >&2; exit $status' "$1" "$@"`;
      const path = join(disk, 'board.out');
      const { stdout, stderr } = spawnSync(
        'sh',
        ['-c', script, 'sh', disk, process.execPath, child, station.dataDir, station.inspectionId, kind, path, 'never'],
        { encoding: 'utf8' },
      );
      expect({ said: stdout.trim(), left: stderr.trim() }).toEqual({ said: 'OUTPUT_UNWRITABLE', left: '' });
      const context = await reopened(station.dataDir);
      expect(actions(context)).not.toContain('report.created');
      expect(actions(context)).not.toContain('evidence.created');
      // The control: with room it is made.
      expect(run(station, kind, 'never').said).toBe('DONE');
      expect(actions(context)).toContain(`${kind}.created`);
    },
  );

  it('where the log goes: no report is left that nobody recorded, and an earlier one stays', async () => {
    const { dataDir, folder, inspectionId } = await stationWithBoard();
    const station = must(await openStation({ dataDir }));
    onTestFinished(() => station.close());
    const path = join(folder, 'board.pdf');
    writeFileSync(path, 'the one before');
    const { db } = station.context;
    const full = { ...db, write: () => ({ ok: false, error: dbError('DB_FULL') }) as never };
    const renderer = { render: async () => ({ ok: true, value: { ms: 0 } }) as never };
    const services = { ...reportServices(station, renderer), context: { ...station.context, db: full } };
    expect(await createReport(services, inspectionId, path)).toMatchObject({ error: { code: 'DB_FULL' } });
    expect(readdirSync(folder)).toEqual(['board.pdf']);
    expect(readFileSync(path, 'utf8')).toBe('the one before');
  });
});
