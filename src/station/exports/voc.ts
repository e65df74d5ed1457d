/** Pascal VOC (host.robots.ox.ac.uk/pascal/VOC): one XML an image; the model's own boxes in a folder of their own. */
import type { DatasetBox, DatasetFormat, DatasetItem } from './dataset.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for XML 1.0; characters that it cannot hold at all become U+FFFD. */
const xml = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** First and last pixel of a box along one side: VOC counts from 1, and the last one is in the box. */
function span(start: number, length: number): readonly [number, number] {
  if (length >= 1) return [start + 1, start + length];
  const only = Math.floor(start) + 1;
  return [only, only];
}

function annotation(item: DatasetItem, boxes: readonly DatasetBox[]): string {
  const objects = boxes.map(({ type, box, confidence, verification }) => {
    const { x, y, width, height } = box;
    const [left, right] = span(x, width);
    const [top, bottom] = span(y, height);
    const bounds = `<xmin>${left}</xmin><ymin>${top}</ymin><xmax>${right}</xmax><ymax>${bottom}</ymax>`;
    const score = confidence === null ? '' : `<score>${confidence}</score>`;
    return `  <object><name>${xml(type)}</name><pose>Unspecified</pose><truncated>0</truncated><difficult>0</difficult><verification>${xml(verification)}</verification>${score}<bndbox>${bounds}</bndbox></object>\n`;
  });
  const size = `<size><width>${item.width}</width><height>${item.height}</height><depth>3</depth></size>`;
  return `<annotation>\n  <folder>JPEGImages</folder><filename>${xml(item.fileName)}</filename>\n  <source><database>${xml(item.sourcePath)}</database></source>\n  ${size}<segmented>0</segmented>\n${objects.join('')}</annotation>\n`;
}

const stem = (fileName: string): string => fileName.replace(/\.[^.]*$/, '');

export const voc: DatasetFormat = {
  imageFolder: 'JPEGImages',
  files: ({ items }) => [
    { path: 'ImageSets/Main/trainval.txt', text: items.map(({ fileName }) => `${stem(fileName)}\n`).join('') },
    ...items.flatMap((item) => [
      { path: `Annotations/${stem(item.fileName)}.xml`, text: annotation(item, item.labels) },
      { path: `ModelBoxes/${stem(item.fileName)}.xml`, text: annotation(item, item.modelBoxes) },
    ]),
  ],
};
