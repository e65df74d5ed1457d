import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CocoDocument, coco } from './coco.ts';
import { type DatasetBox, type DatasetItem, datasetOf } from './dataset.ts';
import { datumaro } from './datumaro.ts';
import { voc } from './voc.ts';
import { yolo } from './yolo.ts';

const side = 16_384;
const box = fc
  .record({
    x: fc.double({ min: 0, max: side - 2, noNaN: true }),
    y: fc.double({ min: 0, max: side - 2, noNaN: true }),
  })
  .chain(({ x, y }) =>
    fc.record({
      x: fc.constant(x),
      y: fc.constant(y),
      width: fc.double({ min: 1, max: side - x, noNaN: true }),
      height: fc.double({ min: 1, max: side - y, noNaN: true }),
    }),
  );
const label: fc.Arbitrary<DatasetBox> = fc.record({
  type: fc.constantFrom('open', 'short', 'scratch <&"\'>'),
  box,
  confidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  origin: fc.constantFrom('model', 'operator'),
  verification: fc.constantFrom('not_verified', 'confirmed'),
});
const items: fc.Arbitrary<DatasetItem[]> = fc
  .array(fc.record({ labels: fc.array(label, { maxLength: 5 }), sourcePath: fc.string({ unit: 'binary' }) }), {
    maxLength: 4,
  })
  .map((list) =>
    list.map(({ labels, sourcePath }, index) => ({
      fileName: `${index}.jpg`,
      storedPath: `images/${index}.jpg`,
      sourcePath,
      sha256: String(index),
      originalSha256: String(index),
      inspectionId: String(index),
      width: side,
      height: side,
      labels,
      modelBoxes: labels.filter(({ origin }) => origin === 'model'),
    })),
  );
const classOrder = ['open', 'short'];
const textOf = (files: readonly { path: string; text: string }[], path: string): string =>
  files.find((file) => file.path === path)?.text ?? '';

describe('COCO', () => {
  it('gives back every label, with ids of its own, area and a category that is there', () =>
    fc.assert(
      fc.property(items, (list) => {
        const files = coco.files(datasetOf(list, classOrder));
        const read = JSON.parse(textOf(files, 'annotations/instances.json')) as CocoDocument;
        const names = new Map(read.categories.map(({ id, name }) => [id, name]));
        expect(new Set(read.annotations.map(({ id }) => id)).size).toBe(read.annotations.length);
        for (const [index, item] of list.entries()) {
          const image = read.images[index]!;
          const own = read.annotations.filter(({ image_id }) => image_id === image.id);
          expect(own.map(({ bbox: [x, y, width, height] }) => ({ x, y, width, height }))).toEqual(
            item.labels.map((each) => ({ ...each.box })),
          );
          expect(own.map(({ category_id }) => names.get(category_id))).toEqual(item.labels.map(({ type }) => type));
          for (const { area, bbox } of own) expect(area).toBeCloseTo(bbox[2] * bbox[3]);
        }
        const model = JSON.parse(textOf(files, 'annotations/model_boxes.json')) as CocoDocument;
        expect(model.annotations).toHaveLength(list.flatMap(({ modelBoxes }) => modelBoxes).length);
      }),
    ));
});

describe('YOLO', () => {
  it('gives back every label within a thousandth of a pixel', () =>
    fc.assert(
      fc.property(items, (list) => {
        const dataset = datasetOf(list, classOrder);
        const files = yolo.files(dataset);
        for (const item of list) {
          const lines = textOf(files, `labels/${item.fileName.replace('.jpg', '.txt')}`)
            .split('\n')
            .slice(0, -1);
          expect(lines).toHaveLength(item.labels.length);
          for (const [index, line] of lines.entries()) {
            const [type = -1, cx = 0, cy = 0, width = 0, height = 0] = line.split(' ').map(Number);
            const wanted = item.labels[index]!;
            expect(dataset.classes[type]).toBe(wanted.type);
            expect(Math.abs((cx - width / 2) * side - wanted.box.x)).toBeLessThan(1e-3);
            expect(Math.abs((cy - height / 2) * side - wanted.box.y)).toBeLessThan(1e-3);
            expect(Math.abs(width * side - wanted.box.width)).toBeLessThan(1e-3);
            expect(Math.abs(height * side - wanted.box.height)).toBeLessThan(1e-3);
          }
        }
      }),
    ));

  it('keeps the class numbers of the model and adds others after them', () => {
    const yaml = textOf(yolo.files(datasetOf([], classOrder)), 'data.yaml');
    expect(yaml).toContain('  0: "open"\n  1: "short"\n');
    expect(yaml).not.toMatch(/^path:/m);
  });
});

describe('VOC', () => {
  it('counts from 1 to the size of the image, and gives back every label', () =>
    fc.assert(
      fc.property(items, (list) => {
        const files = voc.files(datasetOf(list, classOrder));
        for (const item of list) {
          const text = textOf(files, `Annotations/${item.fileName.replace('.jpg', '.xml')}`);
          const numbers = (name: string) =>
            [...text.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'g'))].map(([, value]) => Number(value));
          const [left, top, right, bottom] = ['xmin', 'ymin', 'xmax', 'ymax'].map(numbers) as [
            number[],
            number[],
            number[],
            number[],
          ];
          expect(Math.min(1, ...left, ...top)).toBe(1);
          expect(Math.max(side, ...right, ...bottom)).toBe(side);
          for (const [index, { box: wanted }] of item.labels.entries()) {
            expect(left[index]! - 1).toBeCloseTo(wanted.x);
            expect(right[index]! - left[index]! + 1).toBeCloseTo(wanted.width);
            expect(top[index]! - 1).toBeCloseTo(wanted.y);
            expect(bottom[index]! - top[index]! + 1).toBeCloseTo(wanted.height);
          }
        }
      }),
    ));

  it('gives a box that is thinner than a pixel the pixel that it lies in', () => {
    const thin: DatasetBox = {
      type: 'open',
      box: { x: 99.75, y: 3.25, width: 0.25, height: 0.5 },
      confidence: null,
      origin: 'model',
      verification: 'confirmed',
    };
    const at = { fileName: 'a.jpg', storedPath: '', sourcePath: '', sha256: '', originalSha256: '', inspectionId: '' };
    const item = { ...at, width: 100, height: 80, labels: [thin], modelBoxes: [] };
    const text = textOf(voc.files(datasetOf([item], classOrder)), 'Annotations/a.xml');
    expect(text).toContain('<xmin>100</xmin><ymin>4</ymin><xmax>100</xmax><ymax>4</ymax>');
  });
});

describe('VOC and Datumaro', () => {
  it('hold any name', () =>
    fc.assert(
      fc.property(items, (list) => {
        const dataset = datasetOf(list, classOrder);
        for (const { path, text } of voc.files(dataset).filter((file) => file.path.startsWith('Annotations/'))) {
          expect(path).toMatch(/\.xml$/);
          expect(text).not.toMatch(/<(?!\/?[a-z]+>)/);
          expect(text).not.toMatch(/&(?!(amp|lt|gt|quot|apos);)/);
        }
        const document = JSON.parse(textOf(datumaro.files(dataset), 'annotations/default.json')) as {
          items: unknown[];
        };
        expect(document.items).toHaveLength(list.length);
      }),
    ));
});
