import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { fail, ok } from '../../core/kernel/result.ts';
import type { RenderJob } from '../../engine/protocol.ts';
import { recordInspection } from '../inspections/record.ts';
import { hashOf, sampleImage, sampleInspection } from '../testing/sample-inspection.ts';
import { must, openTestStation, temporaryFolder } from '../testing/station-fixture.ts';
import { datasetMark } from './dataset-mark.ts';
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
  // None of these is turned.
  const renderer = { render: async () => ok(null) };
  const services = { context, images: { absolute: (path: string) => join(stored, path) }, renderer, maxPixels: 1e6 };
  const request = { format: 'coco', outPath: join(out, 'dataset'), classOrder: [] } as const;
  return { services, stored, out, request };
}

it('writes the images and their labels', async () => {
  const { services, out, request } = openFilled();
  const written = await writeExport(services, request);
  expect(must(written)).toMatchObject({ images: 3 });
  expect(readdirSync(out)).toEqual(['dataset']);
  // By which a search for boards knows it.
  expect(readdirSync(join(out, 'dataset'))).toContain(datasetMark.name);
});

it('that is stopped leaves nothing, wherever it was, and the folder can be used again', async () => {
  const { services, stored, out, request } = openFilled();
  for (const stopAt of [0, 1, 2, 3]) {
    const abort = new AbortController();
    let copied = 0;
    if (stopAt === 0) abort.abort();
    const absolute = (path: string): string => {
      copied += 1;
      if (copied === stopAt) abort.abort();
      return join(stored, path);
    };
    const written = await writeExport({ ...services, images: { absolute } }, { ...request, signal: abort.signal });
    expect(written).toMatchObject({ ok: false, error: { code: 'EXPORT_STOPPED' } });
    expect(readdirSync(out)).toEqual([]);
  }
  must(await writeExport(services, request));
  expect(existsSync(join(out, 'dataset', 'annotations', 'instances.json'))).toBe(true);
});

it('leaves out every image whose bytes are not those that were inspected, and names it', async () => {
  const { services, stored, out, request } = openFilled();
  const fileOf = (name: string) => join(stored, sampleImage(name).storedPath);
  writeFileSync(fileOf('one'), 'eno');
  rmSync(fileOf('two'));
  const written = must(await writeExport(services, request));
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
  const none = await writeExport(services, { ...request, outPath: join(out, 'none') });
  expect(none).toMatchObject({ ok: false, error: { code: 'EXPORT_EMPTY' } });
  expect(readdirSync(out)).toEqual(['dataset']);
});

it('has a picture that EXIF turns as its boxes see it, under the hash of what is there', async () => {
  const { services, out, request } = openFilled();
  const render = async ({ imagePath, outputs: [output] }: RenderJob) => {
    // The engine writes it where the file is turned, and nothing where it is not.
    if (output?.kind === 'upright' && readFileSync(imagePath, 'utf8') === 'two')
      writeFileSync(output.outPath, 'two, upright');
    return ok(null);
  };
  must(await writeExport({ ...services, renderer: { render } }, request));
  const labels = readFileSync(join(out, 'dataset', 'annotations', 'instances.json'), 'utf8');
  const { images } = JSON.parse(labels) as { images: Record<string, string>[] };
  const nameOf = (name: string, ending: string) => `${hashOf(name).slice(0, 16)}.${ending}`;
  const facts = images.map(({ file_name, sha256, original_sha256 }) => [file_name, sha256, original_sha256]);
  expect(facts[1]).toEqual([nameOf('two', 'png'), hashOf('two, upright'), hashOf('two')]);
  expect(facts[0]).toEqual([nameOf('one', 'png'), hashOf('one'), hashOf('one')]);
  const folder = join(out, 'dataset', 'images');
  expect(readdirSync(folder).toSorted()).toEqual(facts.map(([file]) => file).toSorted());
  expect(readFileSync(join(folder, nameOf('two', 'png')), 'utf8')).toBe('two, upright');
});

it('leaves out an image that the engine cannot read, and fails where the engine is stopped', async () => {
  const { services, out, request } = openFilled();
  const failing = (code: string) => ({
    render: async ({ imagePath }: RenderJob) =>
      readFileSync(imagePath, 'utf8') === 'one' ? fail({ code, message: code }) : ok(null),
  });
  const corrupt = await writeExport({ ...services, renderer: failing('IMAGE_CORRUPT') }, request);
  expect(must(corrupt)).toMatchObject({ images: 2, refused: [{ error: { code: 'IMAGE_CORRUPT' } }] });
  expect(readdirSync(join(out, 'dataset', 'images'))).toHaveLength(2);
  const elsewhere = { ...request, outPath: join(out, 'elsewhere') };
  const dead = await writeExport({ ...services, renderer: failing('ENGINE_STOPPED') }, elsewhere);
  expect(dead).toMatchObject({ ok: false, error: { code: 'ENGINE_STOPPED' } });
  expect(readdirSync(out)).toEqual(['dataset']);
});

it('needs no engine for pictures that nothing turns, and asks one that cannot start only once', async () => {
  const { services, stored, out, request } = openFilled();
  const grey = { create: { width: 64, height: 32, channels: 3, background: '#808080' } } as const;
  const plain = await sharp(grey).png().toBuffer();
  const image = { ...sampleImage('plain'), sha256: hashOf(plain), storedPath: 'images/plain.png' };
  must(recordInspection(services.context, sampleInspection({ image })));
  writeFileSync(join(stored, image.storedPath), plain);
  let asked = 0;
  const render = async () => {
    asked += 1;
    return fail({ code: 'ENGINE_START_FAILED', message: 'The engine does not start.' });
  };
  const written = must(await writeExport({ ...services, renderer: { render } }, request));
  expect(written).toMatchObject({ images: 1 });
  expect(written.refused.map(({ error }) => error.code)).toEqual(Array(3).fill('ENGINE_START_FAILED'));
  expect(readdirSync(join(out, 'dataset', 'images'))).toEqual([`${hashOf(plain).slice(0, 16)}.png`]);
  expect(asked).toBe(1);
});
