/** Datumaro's own format (github.com/openvinotoolkit/datumaro): `annotations/default.json`, images beside it. */
import type { Dataset, DatasetBox, DatasetFormat, DatasetItem } from './dataset.ts';

function documentOf(dataset: Dataset, boxesOf: (item: DatasetItem) => readonly DatasetBox[]): string {
  let lastId = 0;
  const document = {
    info: { source: 'Fiducial' },
    categories: {
      label: { labels: dataset.classes.map((name) => ({ name, parent: '', attributes: [] })), attributes: [] },
    },
    items: dataset.items.map((item) => ({
      id: item.fileName.replace(/\.[^.]*$/, ''),
      attr: { inspection: item.inspectionId, sha256: item.sha256, original_sha256: item.originalSha256 },
      image: { path: item.fileName, size: [item.height, item.width] },
      annotations: boxesOf(item).map(({ type, box, confidence, origin, verification }) => {
        lastId += 1;
        return {
          id: lastId,
          type: 'bbox',
          label_id: dataset.classes.indexOf(type),
          group: 0,
          z_order: 0,
          bbox: [box.x, box.y, box.width, box.height],
          attributes: { origin, verification, ...(confidence === null ? {} : { score: confidence }) },
        };
      }),
    })),
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

export const datumaro: DatasetFormat = {
  imageFolder: 'images/default',
  files: (dataset) => [
    { path: 'annotations/default.json', text: documentOf(dataset, ({ labels }) => labels) },
    { path: 'model_boxes/default.json', text: documentOf(dataset, ({ modelBoxes }) => modelBoxes) },
  ],
};
