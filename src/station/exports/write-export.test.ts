import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { recordInspection } from '../inspections/record.ts';
import { sampleImage, sampleInspection } from '../testing/sample-inspection.ts';
import { must, openTestStation, temporaryFolder } from '../testing/station-fixture.ts';
import { writeExport } from './write-export.ts';

/** Three inspected boards whose originals are there. */
function openFilled() {
  const context = openTestStation();
  const stored = temporaryFolder();
  for (const name of ['one', 'two', 'three']) {
    const image = sampleImage(name);
    must(recordInspection(context, sampleInspection({ image })));
    const file = join(stored, image.storedPath);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, name);
  }
  const out = temporaryFolder();
  const request = { format: 'coco', outPath: join(out, 'dataset'), classOrder: [] } as const;
  return { context, stored, out, request };
}

it('writes the images and their labels', async () => {
  const { context, stored, out, request } = openFilled();
  const written = await writeExport(context, { absolute: (path) => join(stored, path) }, request);
  expect(must(written)).toMatchObject({ images: 3 });
  expect(readdirSync(out)).toEqual(['dataset']);
});

it('that is stopped leaves nothing, wherever it was, and the folder can be used again', async () => {
  const { context, stored, out, request } = openFilled();
  for (const stopAt of [0, 1, 2, 3]) {
    const abort = new AbortController();
    let copied = 0;
    if (stopAt === 0) abort.abort();
    const absolute = (path: string): string => {
      copied += 1;
      if (copied === stopAt) abort.abort();
      return join(stored, path);
    };
    const written = await writeExport(context, { absolute }, { ...request, signal: abort.signal });
    expect(written).toMatchObject({ ok: false, error: { code: 'EXPORT_STOPPED' } });
    expect(readdirSync(out)).toEqual([]);
  }
  must(await writeExport(context, { absolute: (path) => join(stored, path) }, request));
  expect(existsSync(join(out, 'dataset', 'annotations', 'instances.json'))).toBe(true);
});

it('leaves out every image whose bytes are not those that were inspected, and names it', async () => {
  const { context, stored, out, request } = openFilled();
  const fileOf = (name: string) => join(stored, sampleImage(name).storedPath);
  writeFileSync(fileOf('one'), 'eno');
  rmSync(fileOf('two'));
  const images = { absolute: (path: string) => join(stored, path) };
  const written = must(await writeExport(context, images, request));
  expect(written).toMatchObject({ images: 1, labels: 2 });
  expect(written.refused.map(({ sourcePath, error }) => [sourcePath, error.code, error.details?.fault])).toEqual([
    ['boards/one.png', 'ORIGINAL_DAMAGED', 'other_bytes'],
    ['boards/two.png', 'ORIGINAL_DAMAGED', 'missing'],
  ]);
  const folder = join(out, 'dataset', 'images');
  expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['three']);
  const labels = readFileSync(join(out, 'dataset', 'annotations', 'instances.json'), 'utf8');
  expect((JSON.parse(labels) as { images: unknown[] }).images).toHaveLength(1);

  writeFileSync(fileOf('three'), 'thre');
  const none = await writeExport(context, images, { ...request, outPath: join(out, 'none') });
  expect(none).toMatchObject({ ok: false, error: { code: 'EXPORT_EMPTY' } });
  expect(readdirSync(out)).toEqual(['dataset']);
});
