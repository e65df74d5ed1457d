import { generateKeyPairSync } from 'node:crypto';
import {
  canonicalText,
  completedBy,
  consistencyProof,
  cosignatureOf,
  type EncodedEntry,
  encodeEntry,
  formatNote,
  formatVerifierKey,
  formatWitnessRequest,
  leafHash,
  type NoteSigner,
  parseNote,
  parseVerifierKey,
  peaks,
  readWitnessAnswer,
  rootOfPeaks,
  signatureTypes,
  signCheckpoint,
  verifierKey,
} from '@fiducial/protocol/audit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ed25519Signer, ed25519Verify, sha256 } from './adapters/node-crypto.ts';
import { entryTexts, findLog } from './repositories/audit.ts';
import { setLogAside } from './services/set-log-aside.ts';
import { type Answer, type Central, startCentral } from './testing/central-fixture.ts';

let central: Central;
beforeAll(async () => {
  central = await startCentral();
});
afterAll(() => central.stop());

const newSigner = (origin: string): NoteSigner => {
  const pkcs8 = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
  const { publicKey, sign } = ed25519Signer(pkcs8);
  return { key: verifierKey(sha256, origin, signatureTypes.log, publicKey), sign };
};

/** A station's log, grown and signed as a station does it. `twist` makes it another log from that entry on. */
class StationLog {
  readonly station: string;
  readonly signer: NoteSigner;
  readonly entries: string[] = [];
  readonly #nodes = new Map<string, Uint8Array>();

  constructor(station: string, signer?: NoteSigner) {
    this.station = station;
    this.signer = signer ?? newSigner(`fiducial.audit/local/${encodeURIComponent(station)}`);
  }

  grow(to: number, twist = ''): this {
    while (this.entries.length < to) {
      const seq = this.entries.length;
      const vkey = formatVerifierKey(this.signer.key);
      const encoded: EncodedEntry = encodeEntry({
        v: 1,
        seq,
        time: '2026-11-21T10:00:00.000Z',
        mono: { ms: seq, boot: 'boot' },
        station: this.station,
        actor: { id: 'station', name: this.station, role: 'line' },
        action: seq === 0 ? 'key.epoch_started' : 'inspection.recorded',
        object: seq === 0 ? { type: 'key', id: '1' } : { type: 'inspection', id: `i-${seq}` },
        reason: twist,
        before: {},
        after: seq === 0 ? { epoch: 1, vkey } : {},
        refs: {},
      });
      if (!encoded.ok) throw new Error(encoded.message);
      this.entries.push(Buffer.from(encoded.bytes).toString());
      for (const { level, index, hash } of completedBy(sha256, seq, leafHash(sha256, encoded.bytes), (l, i) =>
        this.#at(l, i),
      ))
        this.#nodes.set(`${level}/${index}`, hash);
    }
    return this;
  }

  #at(level: number, index: number): Uint8Array {
    return this.#nodes.get(`${level}/${index}`)!;
  }

  checkpoint(size = this.entries.length): string {
    const root = rootOfPeaks(
      sha256,
      peaks(size).map(({ level, index }) => this.#at(level, index)),
    );
    return signCheckpoint({ origin: this.signer.key.name, size, root }, this.signer);
  }

  request(oldSize: number, size = this.entries.length): string {
    const proof = oldSize === 0 ? [] : consistencyProof(sha256, (l, i) => this.#at(l, i), oldSize, size);
    return formatWitnessRequest({ oldSize, proof, checkpoint: this.checkpoint(size) });
  }
}

const devices = new Map<string, Promise<string>>();
const deviceOf = (station: string): Promise<string> => {
  const device = devices.get(station) ?? central.device(station);
  devices.set(station, device);
  return device;
};

const send = async (station: string, first_seq: number, entries: readonly (string | undefined)[]): Promise<Answer> =>
  central.send('POST', '/v1/audit/entries', {
    device: await deviceOf(station),
    body: { station, first_seq, entries },
  });
const post = (log: StationLog, from: number, to: number): Promise<Answer> =>
  send(log.station, from, log.entries.slice(from, to));
const ask = async (body: string, station = 'asks'): Promise<Answer> =>
  central.send('POST', '/v1/audit/checkpoints', { device: await deviceOf(station), body });
const witnessed = (log: StationLog, oldSize: number, size?: number): Promise<Answer> =>
  ask(log.request(oldSize, size), log.station);

describe('the witness', () => {
  it('countersigns a checkpoint of a log that it has, and shows it', async () => {
    const log = new StationLog('AOI 1/ä').grow(10);
    expect(await post(log, 0, 10)).toMatchObject({ status: 200, body: { size: 10 } });
    const answer = await witnessed(log, 0);
    const read = readWitnessAnswer(answer.status, answer.body);
    if (!read.ok || read.value.type !== 'cosigned') throw new Error('not cosigned');

    const { vkey } = (await central.send('GET', '/v1/audit/witness')).body;
    const witness = parseVerifierKey(sha256, vkey);
    const note = parseNote(log.checkpoint());
    if (!witness.ok || !note.ok) throw new Error('unreadable');
    const signed = { ...note.value, signatures: [...note.value.signatures, ...read.value.signatures] };
    const cosigned = cosignatureOf(signed, witness.value, ed25519Verify);
    expect(cosigned.ok && cosigned.value?.time).toBeGreaterThan(1_700_000_000);
    const shown = await central.as('GET', `/v1/audit/${encodeURIComponent(log.station)}/checkpoint`);
    expect(shown.body).toBe(formatNote(signed));
  });

  it('follows the log as it grows, and tells its own size to one that starts elsewhere', async () => {
    const log = new StationLog('grows').grow(7);
    await post(log, 0, 7);
    expect((await witnessed(log, 0)).status).toBe(200);
    log.grow(300);
    await post(log, 7, 300);
    expect(await witnessed(log, 5)).toMatchObject({ status: 409, body: '7\n' });
    expect((await witnessed(log, 7, 256)).status).toBe(200);
    expect((await witnessed(log, 256)).status).toBe(200);
  });

  it('refuses a log that was rewritten behind a checkpoint, and keeps that in its records', async () => {
    const log = new StationLog('rewritten').grow(20);
    await post(log, 0, 20);
    await witnessed(log, 0);
    const other = new StationLog('rewritten', log.signer).grow(1).grow(30, 'rewritten');
    const refused = await witnessed(other, 20);
    expect(refused).toMatchObject({ status: 422, body: { code: 'AUDIT_DIFFERS' } });
    const conflict = await post(other, 0, 20);
    expect(conflict).toMatchObject({ status: 409, body: { code: 'AUDIT_CONFLICT', details: { seq: 1 } } });
    const kept = await central.service.db.selectFrom('activity_log').select('action').execute();
    expect(kept.map(({ action }) => action)).toEqual(expect.arrayContaining(['AUDIT_DIFFERS', 'AUDIT_CONFLICT']));
  });

  it('refuses a checkpoint whose root is not that of the entries it has', async () => {
    const log = new StationLog('two faces').grow(8);
    await post(log, 0, 8);
    const face = new StationLog('two faces', log.signer).grow(1).grow(8, 'another face');
    expect(await witnessed(face, 0)).toMatchObject({ status: 422, body: { code: 'AUDIT_DIFFERS' } });
  });

  it('finds entries that come later and are not those that were witnessed', async () => {
    const log = new StationLog('later').grow(8);
    await post(log, 0, 1);
    expect((await witnessed(log, 0)).status).toBe(200);
    const other = new StationLog('later', log.signer).grow(1).grow(8, 'changed meanwhile');
    expect(await post(other, 1, 8)).toMatchObject({ status: 422, body: { code: 'AUDIT_DIFFERS' } });
    expect(await post(log, 1, 8)).toMatchObject({ status: 200, body: { size: 8 } });
  });

  it('refuses what is not signed by the log’s key, and logs that it does not know', async () => {
    const log = new StationLog('signed').grow(4);
    await post(log, 0, 4);
    const thief = new StationLog('signed', newSigner(log.signer.key.name)).grow(4);
    expect(await witnessed(thief, 0)).toMatchObject({ status: 403, body: { code: 'AUDIT_CHECKPOINT_UNSIGNED' } });
    expect(await witnessed(new StationLog('unknown').grow(3), 0)).toMatchObject({ status: 404 });
  });

  it.each(['', 'old 0\n\n', 'old -1\n\nx', 'old 01\n\nx', 'new 3\n\nx\n', 'old 0\nnot base64\n\nx\n\n— a b\n'])(
    'refuses the request %j',
    async (body) => {
      expect((await ask(body || '\n')).status).toBe(400);
    },
  );
});

describe('copies of entries', () => {
  it('take a request that comes twice, or overlaps', async () => {
    const log = new StationLog('twice').grow(12);
    expect((await post(log, 0, 6)).body.size).toBe(6);
    expect((await post(log, 0, 6)).body.size).toBe(6);
    expect((await post(log, 3, 12)).body.size).toBe(12);
  });

  it('take two requests at once as if they came one after the other', async () => {
    const log = new StationLog('at once').grow(50);
    await Promise.all(Array.from({ length: 8 }, () => post(log, 0, 50)));
    expect(await post(log, 50, 50).then(() => post(log, 40, 50))).toMatchObject({ status: 200, body: { size: 50 } });
  });

  it('have no gaps', async () => {
    const log = new StationLog('gap').grow(5);
    await post(log, 0, 2);
    expect(await post(log, 3, 5)).toMatchObject({ status: 409, body: { code: 'AUDIT_GAP', details: { size: 2 } } });
  });

  it('are in their place and canonical', async () => {
    const [first] = new StationLog('strict').grow(1).entries;
    const spaced = first!.replace('{', '{ ');
    const misplaced = canonicalText({ ...JSON.parse(first!), seq: 4 });
    for (const entry of [spaced, misplaced, '{}', 'null', '[]']) {
      expect(await send('strict', 0, [entry])).toMatchObject({ status: 422 });
    }
  });

  it('may say another name: a renamed station keeps its log', async () => {
    const [first] = new StationLog('first name').grow(1).entries;
    const renamed = canonicalText({ ...JSON.parse(first!), seq: 1, station: 'second name' });
    expect(await send('first name', 0, [first, renamed])).toMatchObject({ status: 200, body: { size: 2 } });
  });

  it('come from their own station alone, and so do its checkpoints', async () => {
    const log = new StationLog('own').grow(3);
    await post(log, 0, 2);
    const forged = new StationLog('own', log.signer).grow(2).grow(3, 'forged');
    const body = { station: 'own', first_seq: 2, entries: forged.entries.slice(2) };
    for (const [path, sent] of [
      ['/v1/audit/entries', body],
      ['/v1/audit/checkpoints', log.request(0)],
    ] as const) {
      const byPerson = await central.as('POST', path, { body: sent });
      expect(byPerson).toMatchObject({ status: 403, body: { code: 'ACCESS_STATIONS_ONLY' } });
      const byOther = await central.send('POST', path, { device: await deviceOf('other'), body: sent });
      expect(byOther).toMatchObject({ status: 403, body: { code: 'ACCESS_OTHER_STATION' } });
    }
    expect(await post(log, 2, 3)).toMatchObject({ status: 200, body: { size: 3 } });
  });

  it('that were spoilt are set aside whole, and the station sends its log again', async () => {
    const log = new StationLog('spoilt').grow(6);
    const forged = new StationLog('spoilt', log.signer).grow(2).grow(3, 'forged');
    await post(log, 0, 2);
    await witnessed(log, 0, 2);
    await post(forged, 2, 3);
    expect((await post(log, 2, 6)).body.code).toBe('AUDIT_CONFLICT');

    const { db } = central.service;
    const keptAs = await setLogAside(db, 'spoilt', 'command line', new Date('2026-11-22T10:00:00.000Z'));
    expect(keptAs).toBe('spoilt (set aside 2026-11-22T10:00:00.000Z)');
    expect(await entryTexts(db, keptAs!, 0, 10)).toEqual(forged.entries);
    expect(await findLog(db, keptAs!)).toMatchObject({ size: 3, witnessed_size: 2 });
    const told = await db.selectFrom('activity_log').selectAll().where('action', '=', 'audit_log.set_aside').execute();
    expect(told).toMatchObject([{ object_id: 'spoilt', details: { kept_as: keptAs, size: 3, witnessed_size: 2 } }]);
    await expect(db.deleteFrom('audit_nodes').execute()).rejects.toThrow(/only added to/);

    expect(await post(log, 2, 6)).toMatchObject({ status: 409, body: { code: 'AUDIT_GAP', details: { size: 0 } } });
    expect(await post(log, 0, 6)).toMatchObject({ status: 200, body: { size: 6 } });
    expect(await witnessed(log, 2)).toMatchObject({ status: 409, body: '0\n' });
    expect((await witnessed(log, 0)).status).toBe(200);
    expect(await setLogAside(db, 'nobody', 'command line', new Date())).toBeNull();
  });

  it('cannot be changed in the database', async () => {
    const { db } = central.service;
    await expect(db.updateTable('audit_entries').set({ entry: 'x' }).execute()).rejects.toThrow(/only added to/);
    await expect(db.deleteFrom('audit_nodes').execute()).rejects.toThrow(/only added to/);
  });
});
