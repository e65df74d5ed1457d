/** What one side has otherwise than the other, to the byte: docs/spec/sync.md, S1, S2, S4, S15. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { entryTexts } from '../../../central/src/repositories/audit.ts';
import { canonicalBytes } from '../../../packages/protocol/src/audit/index.ts';
import { resultsOf } from '../../../src/core/sync/documents.ts';
import { sha256Hex } from '../../../src/station/digest.ts';
import { findStored } from '../../../src/station/inspections/read.ts';
import { must } from '../../../src/station/testing/station-fixture.ts';
import type { SyncRig } from './rig.ts';

export interface Comparison {
  readonly found: readonly string[];
  /** What was compared. */
  readonly inspections: number;
  readonly pictures: number;
  readonly pictureBytes: number;
  readonly logEntries: number;
}

export async function compareSides({ station, db, folder }: SyncRig): Promise<Comparison> {
  const { db: own } = station.context;
  const found: string[] = [];
  const here = own.all(own.query.selectFrom('inspections').select(['id', 'revision', 'image_sha256']));
  const there = await db.selectFrom('inspections').select(['id', 'revision']).execute();
  const artifacts = await db
    .selectFrom('artifacts')
    .select(['inspection_id', 'sha256', 'state', 'object_key'])
    .execute();
  const kept = await db.selectFrom('results').select(['inspection_id', 'revision', 'sha256']).execute();
  const receipts = own.all(
    own.query.selectFrom('outbox').select(['object_id', 'receipt']).where('kind', '=', 'inspection'),
  );
  if (there.length !== here.length) found.push(`${there.length} of ${here.length} inspections`);
  const revisions = new Map(there.map(({ id, revision }) => [id, revision]));
  const pictures = Map.groupBy(artifacts, ({ inspection_id }) => inspection_id);
  const documents = new Map(kept.map((it) => [`${it.inspection_id} ${it.revision}`, it.sha256]));
  let pictureBytes = 0;
  for (const { id, revision, image_sha256 } of here) {
    if (revisions.get(id) !== revision) found.push(`revision of ${id}`);
    const stored = findStored(own, id as Parameters<typeof findStored>[1]);
    const document = stored === null ? '' : sha256Hex(canonicalBytes(must(resultsOf(stored))));
    if (documents.get(`${id} ${revision}`) !== document) found.push(`results of ${id}`);
    const [picture, ...others] = pictures.get(id) ?? [];
    const bytes = picture?.state === 'stored' ? await objectAt(join(folder, 'central'), picture.object_key) : null;
    pictureBytes += bytes?.size ?? 0;
    const isIt = picture?.sha256 === image_sha256 && bytes?.sha256 === image_sha256 && others.length === 0;
    if (!isIt) found.push(`picture of ${id}`);
  }
  for (const { object_id, receipt } of receipts) {
    const { revision, sha256 } = JSON.parse(receipt ?? '{}');
    if (sha256 === undefined || documents.get(`${object_id} ${revision}`) !== sha256)
      found.push(`receipt of ${object_id}`);
  }
  const entries = own.all(own.query.selectFrom('audit_entries').select('entry').orderBy('seq'));
  const copied = await entryTexts(db, hostname(), 0, entries.length + 1);
  const differing = entries.findIndex(({ entry }, at) => entry !== copied[at]);
  if (differing !== -1 || copied.length !== entries.length)
    found.push(`log: ${copied.length} of ${entries.length} entries, other from ${differing}`);
  return {
    found,
    inspections: here.length,
    pictures: artifacts.length,
    pictureBytes,
    logEntries: entries.length,
  };
}

/** What lies in the service's folder store under a key; null where nothing does. */
async function objectAt(central: string, key: string) {
  const digest = createHash('sha256');
  let size = 0;
  try {
    await pipeline(createReadStream(join(central, 'store', 'objects', key)), async (pieces) => {
      for await (const piece of pieces) {
        digest.update(piece);
        size += (piece as Buffer).length;
      }
    });
  } catch {
    return null;
  }
  return { sha256: digest.digest('hex'), size };
}
