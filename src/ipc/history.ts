/** All inspections of the station, and what is made from them. */
import { z } from 'zod';
import { call } from './contract-kinds.ts';
import { filter, id, inspectionRow, pageKey, storage } from './values.ts';

export const exportFormats = ['coco', 'yolo', 'voc', 'datumaro'] as const;

export const history = {
  page: call(
    z.strictObject({ filter, after: pageKey.nullish(), limit: z.number().int().min(1).max(500) }),
    z.object({ rows: z.array(inspectionRow), next: pageKey.nullable() }),
    ['DB'],
  ),
  /** Words to filter by: at most 200 of each, the most recent first. */
  facets: call(
    z.strictObject({}),
    z.object({
      parts: z.array(z.string()),
      lots: z.array(z.string()),
      types: z.array(z.string()),
      models: z.array(z.string()),
      persons: z.array(z.string()),
    }),
    ['DB'],
  ),
  /** Asks where to save the board's PDF and writes it; null where the person cancelled. */
  report: call(z.strictObject({ inspectionId: id }), z.object({ path: z.string() }).nullable(), [
    ...storage,
    'INSPECTION',
    'REPORT',
    'OUTPUT',
    'IMAGE',
    'ORIGINAL',
    'ENGINE',
    'GOLDEN',
  ]),
  /**
   * Asks for a folder and writes, of every image that the filter leaves, the newest inspection at which a person worked,
   * else the newest; null where the person cancelled. What is not in it is said: newer inspections of these images, images
   * with an area that is neither named nor called false, and images that could not be written, by their sources' paths.
   */
  export: call(
    z.strictObject({ format: z.enum(exportFormats), filter }),
    z
      .object({
        path: z.string(),
        images: z.number().int(),
        newerLeftOut: z.number().int(),
        unexplained: z.number().int(),
        refused: z.array(z.string()),
      })
      .nullable(),
    [...storage, 'EXPORT', 'OUTPUT', 'ENGINE'],
  ),
  /** Ends what `export` is writing, with EXPORT_STOPPED and nothing left of it; does nothing where it writes nothing. */
  stopExport: call(z.strictObject({}), z.object({})),
};
