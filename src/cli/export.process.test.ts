import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { recordInspection } from '../station/inspections/record.ts';
import { hashOf, sampleImage, sampleInspection } from '../station/testing/sample-inspection.ts';
import { must, openTestStation, temporaryFolder } from '../station/testing/station-fixture.ts';
import { auditExport } from './audit-export.ts';
import type { Action, CommonOptions } from './command.ts';
import { exportDataset } from './export.ts';
import type { Terminal } from './terminal.ts';

/** A data directory with two inspected boards: a picture that EXIF turns, and one that was changed on the disk. */
async function inspected(): Promise<string> {
  const dataDir = temporaryFolder();
  const context = openTestStation(join(dataDir, 'station.db'));
  const grey = { create: { width: 64, height: 32, channels: 3, background: '#808080' } } as const;
  const turned = await sharp(grey).jpeg().withMetadata({ orientation: 6 }).toBuffer();
  const size = { width: 32, height: 64 };
  const images = [
    { ...sampleImage('turned'), sha256: hashOf(turned), storedPath: 'images/turned.jpg', ...size },
    { ...sampleImage('changed'), storedPath: 'images/changed.jpg' },
  ];
  mkdirSync(join(dataDir, 'images'));
  for (const image of images) {
    must(recordInspection(context, sampleInspection({ image })));
    writeFileSync(join(dataDir, image.storedPath), turned);
  }
  context.db.close();
  return dataDir;
}

/** Runs a command in this process; gives its exit status and its lines. */
async function run<Options extends CommonOptions>(
  action: Action<Options>,
  options: Omit<Options, 'json'>,
  args: readonly string[],
  stop = new AbortController().signal,
) {
  const lines: { error?: { code: string } }[] = [];
  const notes: string[] = [];
  const terminal = {
    line: (text: string) => void lines.push(JSON.parse(text)),
    note: (text: string) => void notes.push(text),
    stop,
  } as Partial<Terminal> as Terminal;
  const status = await action(terminal, { ...options, json: true } as Options, args);
  return { status, lines, notes };
}

it('stops at Ctrl-C with an exit status of its own, and leaves nothing', async () => {
  const dataDir = await inspected();
  const output = join(temporaryFolder(), 'out');
  const stopped = AbortSignal.abort('interrupted');
  const dataset = await run(exportDataset.action, { dataDir, format: 'coco', output }, [], stopped);
  expect(dataset).toMatchObject({ status: 130, lines: [{ error: { code: 'EXPORT_STOPPED' } }] });
  const log = await run(auditExport.action, { dataDir }, [output], stopped);
  expect(log).toMatchObject({ status: 130, lines: [{ error: { code: 'AUDIT_EXPORT_STOPPED' } }] });
  expect(readdirSync(dirname(output))).toEqual([]);
});

it('writes pictures as their boxes see them, and names every image that could not be exported', async () => {
  const dataDir = await inspected();
  const output = join(temporaryFolder(), 'out');
  const { status, lines, notes } = await run(exportDataset.action, { dataDir, format: 'coco', output }, []);
  expect([status, lines]).toMatchObject([
    3,
    [
      { images: 1, labels: 2, not_exported: 1, newer_left_out: 0, unexplained_left_out: 0 },
      { image: 'boards/changed.png', error: { code: 'ORIGINAL_DAMAGED' } },
    ],
  ]);
  expect(notes.join()).toContain('boards/changed.png was left out. ORIGINAL_DAMAGED');
  const { images } = JSON.parse(readFileSync(join(output, 'annotations', 'instances.json'), 'utf8'));
  const [{ file_name, width, height }] = images;
  const read = await sharp(join(output, 'images', file_name)).metadata();
  expect([read.width, read.height, read.orientation ?? 1]).toEqual([width, height, 1]);
  expect([width, height]).toEqual([32, 64]);
});
