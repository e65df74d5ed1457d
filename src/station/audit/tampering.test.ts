/** The classes of tampering that the verifier is tried with, on a log that a station itself appended and signed. */
import { cosign, formatSignature } from '@fiducial/protocol/audit';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type OpenSignedLog, witness } from '../../../packages/protocol/src/audit/testing/sample-signed-log.ts';
import { signedTamperings, type Victim } from '../../../packages/protocol/src/audit/testing/signed-tampering.ts';
import { falseAlarms, runTamperings } from '../../../packages/protocol/src/audit/testing/tampering-harness.ts';
import { highWaterMark } from '../keys/high-water-mark.ts';
import { openSignedStation } from '../testing/signed-station.ts';
import { must } from '../testing/station-fixture.ts';
import { checkpointsUpTo } from './checkpoint-rows.ts';

type Station = ReturnType<typeof openSignedStation>;

/** A station's log with three keys, checkpoints between, and a countersigned state: what lies in its files. */
function victim(): Victim {
  const station = openSignedStation();
  const work = (entries: number): void => {
    for (let n = 0; n < entries; n += 1) station.act('setting.changed', { type: 'setting', id: `s-${n}` });
    must(station.signer.checkpoint());
  };
  work(5);
  work(4);
  must(station.signer.rotate(station.context, false));
  work(6);
  countersign(station);
  work(3);
  must(station.signer.rotate(station.context, false));
  work(7);
  work(2);
  const log = logOf(station);
  const epochsAt = station.db.all(station.db.query.selectFrom('audit_epochs').select('started_seq').orderBy('number'));
  const newest = log.checkpoints.at(-1);
  if (newest === undefined) throw new Error('The station signed nothing');
  const origin = newest.note.split('\n')[0] as string;
  const plan = { size: log.rows.length, epochsAt: epochsAt.map(({ started_seq }) => started_seq), every: 256, origin };
  return { plan, log, anchoredSize: newest.size };
}

function countersign({ db, checkpoints }: Station): void {
  const newest = checkpoints().at(-1);
  if (newest === undefined) throw new Error('The station signed nothing');
  const body = newest.note.slice(0, newest.note.indexOf('\n\n') + 1);
  const line = formatSignature(cosign(body, 1_790_000_000, witness.key, witness.sign));
  must(
    db.write(() => {
      db.insert('audit_cosignatures', { size: newest.size, witness: witness.key.name, line });
      return { ok: true, value: null };
    }),
  );
}

function logOf({ db, dataDir }: Station): OpenSignedLog {
  const rows = db.all(
    db.query
      .selectFrom('audit_entries')
      .select(['seq', sql<Uint8Array>`CAST(entry AS BLOB)`.as('bytes'), 'leaf_hash as leaf'])
      .orderBy('seq'),
  );
  const nodes = db.all(db.query.selectFrom('audit_nodes').selectAll());
  const vkeys = db.all(db.query.selectFrom('audit_epochs').select('vkey').orderBy('number'));
  return {
    rows: rows.map((row) => ({ ...row })),
    nodes: new Map(nodes.map(({ level, node_index, hash }) => [`${level}/${node_index}`, hash])),
    checkpoints: [...checkpointsUpTo(db, rows.length)],
    vkeys: vkeys.map(({ vkey }) => vkey),
    mark: must(highWaterMark(`${dataDir}/keys`).read()),
  };
}

describe('tampering with a log that a station wrote', () => {
  it('is found, every class of it, and never seen where there is none', () => {
    const victims = [victim()];
    expect(victims[0]?.log.vkeys).toHaveLength(3);
    expect(falseAlarms(victims)).toBe(0);
    const classes = signedTamperings.filter(({ hasKeys }) => hasKeys === undefined);
    const results = classes.flatMap(({ name }) => runTamperings({ count: 25, seed: 4, only: name, victims }));
    expect(results).toHaveLength(classes.length);
    expect(results.filter(({ missed }) => missed.length > 0)).toEqual([]);
  });
});
