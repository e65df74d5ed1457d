import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  leafHash,
  parseSignedCheckpoint,
  parseTlogProof,
  parseVerifierKey,
  readEntryBundle,
  rootOfLeaves,
  toHex,
  verifyTlogProof,
} from '@fiducial/protocol/audit';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../digest.ts';
import { ed25519Verifier } from '../keys/ed25519.ts';
import { keyRing, openSignedStation } from '../testing/signed-station.ts';
import { must, temporaryFolder } from '../testing/station-fixture.ts';
import { epochsOf } from './chain-state.ts';
import { exportLog } from './export-log.ts';
import { createLogExport } from './log-export.ts';
import { proveEntry } from './prove-entry.ts';

const text = (...path: string[]): string => readFileSync(join(...path), 'utf8');

describe('an exported log', () => {
  it('has the signed entries in bundles, the tree in tiles, every key and every signed state', async () => {
    const { context, signer, act, checkpoints } = openSignedStation();
    for (let n = 0; n < 300; n += 1) act();
    must(signer.rotate(context, false));
    act();
    const out = join(temporaryFolder(), 'export');
    const told: number[] = [];
    const written = must(await exportLog(context, out, { onProgress: (entries) => told.push(entries) }));
    expect(written).toMatchObject({ folder: out, size: 303 });
    expect(told).toEqual([256, 303]);

    const signed = parseSignedCheckpoint(text(out, 'checkpoint'));
    const bundles = ['tile/entries/000', 'tile/entries/001.p/47'].map((path) =>
      readEntryBundle(readFileSync(join(out, path))),
    );
    const entries = bundles.flatMap((bundle) => (bundle.ok ? bundle.value : []));
    const leaves = entries.map((entry) => leafHash(sha256, entry));
    expect(signed.ok && toHex(signed.value.checkpoint.root)).toBe(toHex(rootOfLeaves(sha256, leaves)));
    expect(readFileSync(join(out, 'tile/0/001.p/47'))).toEqual(Buffer.concat(leaves.slice(256)));
    expect(readFileSync(join(out, 'tile/1/000.p/1'))).toEqual(Buffer.from(rootOfLeaves(sha256, leaves.slice(0, 256))));
    expect(text(out, 'vkeys').split('\n')).toHaveLength(3);
    expect(text(out, 'checkpoints').match(/^fiducial\.audit/gm)).toHaveLength(checkpoints().length);
    expect(readdirSync(out).toSorted()).toEqual(['checkpoint', 'checkpoints', 'tile', 'vkeys']);
  });

  it('that is stopped in its middle leaves nothing, in the log either, and can be begun again', async () => {
    const { context, act, actions, signer } = openSignedStation();
    for (let n = 0; n < 600; n += 1) act();
    must(signer.checkpoint());
    const folder = temporaryFolder();
    const out = join(folder, 'export');
    mkdirSync(out);
    const told: number[] = [];
    const logExport = createLogExport(context, ({ checked }) => {
      told.push(checked);
      if (checked === 256) void logExport.stop();
    });
    const running = logExport.run(out);
    expect(await logExport.run(join(folder, 'another'))).toMatchObject({ error: { code: 'AUDIT_EXPORT_RUNNING' } });
    expect(await running).toMatchObject({ error: { code: 'AUDIT_EXPORT_STOPPED' } });
    expect(told).toEqual([256]);
    expect(readdirSync(folder)).toEqual(['export']);
    expect(readdirSync(out)).toEqual([]);
    expect(actions()).not.toContain('log.exported');
    await logExport.stop();
    expect(must(await createLogExport(context, () => undefined).run(out)).size).toBe(601);
    expect(actions().at(-1)).toBe('log.exported');
  });

  it('is refused where there is something already, and where nothing is signed', async () => {
    const { context, close, dataDir } = openSignedStation({ sealer: keyRing() });
    const taken = temporaryFolder();
    writeFileSync(join(taken, 'mine'), '');
    expect(await exportLog(context, taken)).toMatchObject({ ok: false, error: { code: 'EXPORT_NOT_EMPTY' } });
    const out = join(taken, 'mine', 'export');
    expect(await exportLog(context, out)).toMatchObject({ ok: false, error: { code: 'EXPORT_UNWRITABLE' } });
    expect(existsSync(join(taken, 'export'))).toBe(false);
    close();
    const line = openSignedStation({ dataDir });
    line.act();
    const part = must(await exportLog(line.context, join(temporaryFolder(), 'part')));
    expect(part.size).toBe(1);
  });
});

describe('the proof of one entry', () => {
  it('verifies with the keys that the log names, and not for another entry', () => {
    const { context, db, act } = openSignedStation();
    for (let n = 0; n < 20; n += 1) act();
    const proof = must(proveEntry(context, 7));
    expect(proof.text.length).toBeLessThan(4096);
    const parsed = parseTlogProof(proof.text);
    if (!parsed.ok) throw new Error(parsed.message);
    const keys = epochsOf(db).flatMap(({ vkey }) => {
      const key = parseVerifierKey(sha256, vkey);
      return key.ok ? key.value : [];
    });
    const trust = { sha256, verify: ed25519Verifier(), keys };
    const entry = parsed.value.extra as Uint8Array;
    expect(JSON.parse(Buffer.from(entry).toString())).toMatchObject({ seq: 7, action: 'a.b' });
    expect(verifyTlogProof(trust, parsed.value, entry)).toMatchObject({
      ok: true,
      value: { checkpoint: { size: 21 } },
    });
    expect(verifyTlogProof(trust, { ...parsed.value, index: 8 }, entry).ok).toBe(false);
    expect(verifyTlogProof({ ...trust, keys: [] }, parsed.value, entry).ok).toBe(false);
  });

  it('leaves a long entry out and stays small', () => {
    const { context, act } = openSignedStation();
    act('a.b', { type: 'test', id: 'x'.repeat(5000) });
    const proof = must(proveEntry(context, 1));
    expect(proof.text.length).toBeLessThan(4096);
    expect(proof.text).not.toContain('extra');
  });

  it('is not made of an entry that is not there or not signed', () => {
    const { context, dataDir, close } = openSignedStation({ sealer: keyRing() });
    expect(proveEntry(context, 9)).toMatchObject({ error: { code: 'AUDIT_NO_ENTRY' } });
    close();
    const line = openSignedStation({ dataDir });
    line.act();
    expect(proveEntry(line.context, 1)).toMatchObject({ error: { code: 'AUDIT_NOT_SIGNED' } });
    expect(proveEntry(line.context, 0)).toMatchObject({ ok: true });
  });
});
