/** A service with few connections to its database, and a client that keeps all of them busy. */
import { encodeEntry } from '@fiducial/protocol/audit';
import { expect, it } from 'vitest';
import { startCentral } from './testing/central-fixture.ts';

const entry = (station: string, reason: string): string => {
  const encoded = encodeEntry({
    v: 1,
    seq: 0,
    time: '2026-11-21T10:00:00.000Z',
    mono: { ms: 0, boot: 'boot' },
    station,
    actor: { id: 'station', name: station, role: 'line' },
    action: 'station.started',
    object: { type: 'station', id: station },
    reason,
    before: {},
    after: {},
    refs: {},
  });
  if (!encoded.ok) throw new Error(encoded.message);
  return Buffer.from(encoded.bytes).toString();
};

it('answers every one of many conflicting logs at once, and keeps the evidence of each', async () => {
  const central = await startCentral({ env: { DATABASE_POOL: '2' } });
  try {
    const device = await central.device('AOI-1');
    const post = (reason: string) =>
      central.send('POST', '/v1/audit/entries', {
        device,
        body: { station: 'AOI-1', first_seq: 0, entries: [entry('AOI-1', reason)] },
      });
    expect((await post('')).status).toBe(200);
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => post(`changed ${n}`)));
    expect(answers.map(({ body }) => body.code)).toEqual(Array(30).fill('AUDIT_CONFLICT'));
    const kept = await central.service.db
      .selectFrom('activity_log')
      .select('id')
      .where('action', '=', 'AUDIT_CONFLICT')
      .execute();
    expect(kept).toHaveLength(30);
  } finally {
    await central.stop();
  }
});
