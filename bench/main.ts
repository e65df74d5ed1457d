/**
 * `npm run bench`: measures the main job and writes bench/results/MODEL.json and a table. Figures are ratios within one
 * run wherever the machine's speed would show: the raw model is measured before and after the boards it is compared with.
 * `--only NAME,…` runs some suites: run, alone, scan; by name only, because they fill a station first, history and audit,
 * which write results of their own. `--boards N` changes the length of the long run (500), `--inspections N` the history's
 * and `--entries N` the log's (1,000,000); `--keep FOLDER` is where the history's station is made, or was; `--model NAME` takes another.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { composeModels } from '../src/station/compose.ts';
import { defaultModel } from '../src/station/models/catalog.ts';
import { auditLog } from './measure/audit-log.ts';
import { boards } from './measure/boards.ts';
import { inspectManifest } from './measure/command-line.ts';
import { largeScan } from './measure/large-scan.ts';
import { millionInspections } from './measure/million-inspections.ts';
import { oneBoardAlone } from './measure/one-board-alone.ts';
import { mean } from './measure/statistics.ts';
import { writeResult } from './result-file.ts';
import { addTo, type Figure, table } from './table.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'run,alone,scan' },
    boards: { type: 'string', default: '500' },
    inspections: { type: 'string', default: '1000000' },
    keep: { type: 'string' },
    entries: { type: 'string', default: '1000000' },
    model: { type: 'string', default: defaultModel },
  },
});
const suites = new Set(values.only.split(','));
const count = Number(values.boards);
const here = import.meta.dirname;

// Everything is measured on the CPU, so that is what the automatic choice is made for.
const found = composeModels('').choose(values.model, true, ['cpu']);
if (!found.ok) throw new Error(found.error.message);
const { model, onnxPath } = found.value;
const reference = `${model.name}@${model.version}`;

function rawModelMs(manifest: string, boardCount: number): number {
  const args = [join(here, 'measure/raw-model.ts'), onnxPath, model.input.name, manifest, String(boardCount)];
  return (JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as { msPerBoard: number }).msPerBoard;
}

const figures: Figure[] = [];
const add = addTo(figures);

if (suites.has('run')) {
  const manifest = boards(640, count);
  const rawBefore = rawModelMs(manifest, Math.min(200, count));
  const run = await inspectManifest(manifest, reference);
  const rawAfter = rawModelMs(manifest, Math.min(200, count));
  const raw = mean([rawBefore, rawAfter]);
  const perBoard = run.boardsMs / run.boards;
  add(`640² × ${count}: boards that failed`, run.failed, '', { atMost: 0 });
  add(`640² × ${count}: raw model, 2 threads, same tensors`, raw, 'ms/board');
  add(`640² × ${count}: end to end and durable`, perBoard, 'ms/board');
  add(`640² × ${count}: end to end ÷ raw model`, perBoard / raw, '×', { atMost: 1.6 });
  add(`640² × ${count}: boards a minute, durable`, 60_000 / perBoard, '/min', { atLeast: 2000 });
  add(`640² × ${count}: peak memory, all processes`, run.peakBytes / 1e6, 'MB');
}
if (suites.has('alone')) {
  const small = await oneBoardAlone(boards(640, 101), reference);
  add('640² alone: p50', small.alone.p50, 'ms');
  add('640² alone: p95', small.alone.p95, 'ms', { atMost: 80 });
  const large = await oneBoardAlone(boards(1024, 61), reference);
  add('1024² alone: p50', large.alone.p50, 'ms');
  add('1024² alone: p95', large.alone.p95, 'ms', { atMost: 200 });
  add('engine start, model loaded', small.engine.startMs, 'ms');
  add('model load', small.engine.modelLoadMs, 'ms');
}
if (suites.has('scan')) {
  const manifest = boards(16_384, 1);
  for (const withGolden of [true, false]) {
    const scan = await largeScan(manifest, reference, withGolden);
    const name = `16,384² ${withGolden ? 'with' : 'without'} golden`;
    add(`${name}: time`, scan.totalMs / 1000, 's', { atMost: 30 });
    if (scan.firstDetectionsMs !== null)
      add(`${name}: first detections`, scan.firstDetectionsMs / 1000, 's', { atMost: 2 });
    add(`${name}: peak memory, all processes`, scan.peakBytes / 1e9, 'GB', { atMost: 1.5 });
    add(`${name}: detections`, scan.detections, '');
  }
}

function write(name: string, options: string, content: object): void {
  const command = `npm run bench -- --only ${values.only} ${options}`;
  writeResult(name, { command, made: new Date().toISOString(), ...content });
}

if (figures.length > 0) {
  const { name, version, sha256 } = model;
  write(name, `--boards ${values.boards} --model ${values.model}`, { model: { name, version, sha256 }, figures });
  process.stdout.write(`${table(figures)}\n`);
}
if (suites.has('history')) {
  const ofHistory: Figure[] = [];
  const inspections = Number(values.inspections);
  const folder = values.keep ?? join(here, '.work', `history-${inspections}`);
  const slowest = await millionInspections(folder, inspections, addTo(ofHistory));
  write('history', `--inspections ${inspections}`, { inspections, figures: ofHistory, slowest });
  process.stdout.write(`${table(ofHistory)}\n`);
}
if (suites.has('audit')) {
  const ofLog: Figure[] = [];
  const entries = Number(values.entries);
  const { append, proofBytes, verify, megabytes } = auditLog(entries);
  const add = addTo(ofLog);
  add('append with fsync: p50', append.p50, 'ms');
  add('append with fsync: p99', append.p99, 'ms', { atMost: 10 });
  add('append: p99 of processor time', append.cpuP99, 'ms');
  add(`proof of an entry of ${entries}`, proofBytes, 'bytes', { atMost: 4096 });
  add(`verification of ${entries} entries`, verify.seconds, 's', { atMost: 10 });
  add(`verification of ${entries} entries: processor time`, verify.cpuSeconds, 's');
  add('size of the database', megabytes, 'MB');
  write('audit', `--entries ${entries}`, { entries, figures: ofLog });
  process.stdout.write(`${table(ofLog)}\n`);
}
