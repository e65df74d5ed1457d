import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RecordedImage } from '../../core/inspection/record.ts';
import { ok } from '../../core/kernel/result.ts';
import { openImageStore } from '../images/image-store.ts';
import { recordInspection } from '../inspections/record.ts';
import { sampleImage, sampleInspection } from '../testing/sample-inspection.ts';
import { must, openTestStation, temporaryFolder } from '../testing/station-fixture.ts';
import { createReport } from './create-report.ts';

it('draws no report of originals that are not the bytes of the hashes that it would print', async () => {
  const dataDir = temporaryFolder();
  const context = openTestStation(join(dataDir, 'station.db'));
  const images = must(await openImageStore(dataDir));
  const store = async (name: string): Promise<RecordedImage> => {
    const path = join(dataDir, name);
    writeFileSync(path, `BM the ${name}`);
    return { ...sampleImage(name), ...must(await images.storeOriginal(path)) };
  };
  const image = await store('board');
  const golden = await store('golden');
  const { inspectionId } = must(recordInspection(context, sampleInspection({ image, golden })));
  const drawn: string[] = [];
  const renderer = {
    render: async ({ imagePath }: { readonly imagePath: string }) => {
      drawn.push(imagePath);
      return ok(null);
    },
  };
  const fontFolder = join(import.meta.dirname, '..', '..', '..', 'resources', 'fonts');
  const pdf = join(dataDir, 'report.pdf');
  const services = { context, images, renderer, fontFolder, maxPixels: 1e8 };
  for (const { storedPath } of [image, golden]) {
    const file = images.absolute(storedPath);
    writeFileSync(file, `BM the ${storedPath === image.storedPath ? 'bored' : 'wooden'}`);
    const refused = { code: 'ORIGINAL_DAMAGED', details: { path: storedPath } };
    expect(await createReport(services, inspectionId, pdf)).toMatchObject({ ok: false, error: refused });
    writeFileSync(file, `BM the ${storedPath === image.storedPath ? 'board' : 'golden'}`);
  }
  expect([drawn, existsSync(pdf)]).toEqual([[], false]);
  must(await createReport(services, inspectionId, pdf));
  expect(existsSync(pdf)).toBe(true);
});
