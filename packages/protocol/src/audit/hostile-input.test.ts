import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSignedCheckpoint } from './checkpoint.ts';
import { cosignatureOf, readWitnessAnswer } from './cosignature.ts';
import { decodeEntry } from './entry.ts';
import { exportPaths, parseCheckpoints, parseVkeys } from './export-files.ts';
import { formatNote, parseNote } from './note.ts';
import { ed25519Verify, sha256 } from './testing/node-crypto.ts';
import { buildExport, exportFiles } from './testing/sample-export.ts';
import { besideKey, buildSignedLog, witness } from './testing/sample-signed-log.ts';
import { isTilePath, readEntryBundle, tilePath, tilesOf } from './tiles.ts';
import { formatTlogProof, parseTlogProof, verifyTlogProof } from './tlog-proof.ts';
import { formatVerifierKey, parseVerifierKey } from './verifier-key.ts';
import { verifyExport } from './verify-export.ts';

const tools = { sha256, verify: ed25519Verify };
const log = buildSignedLog({ size: 20, epochsAt: [0, 7], every: 4, witnessed: true });
const note = log.checkpoints.at(-1)?.note as string;
const proof = formatTlogProof({ extra: null, index: 3, proof: [sha256(new Uint8Array(1))], checkpoint: note });

/** Texts that are nearly right: a true one with a piece cut out, put in twice, or another in its place. */
const nearly = (text: string) =>
  fc
    .tuple(
      fc.nat(text.length),
      fc.nat(12),
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\n', '\n\n', ' ', '+', '—', '=', '\ud800')),
    )
    .map(([at, length, other]) => `${text.slice(0, at)}${other}${text.slice(at + length)}`);
const anything = fc.oneof(fc.string({ unit: 'binary' }), nearly(note), nearly(proof), nearly(log.vkeys[0] as string));

describe('texts that anybody may have written', () => {
  it('are read or refused, never thrown at', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const read = parseNote(text);
        if (read.ok) {
          expect(formatNote(read.value)).toBe(text);
          cosignatureOf(read.value, witness.key, ed25519Verify);
        }
        parseSignedCheckpoint(text);
        parseCheckpoints(text);
        parseVkeys(text);
        for (const status of [200, 409, 422, 500]) readWitnessAnswer(status, text);
        const key = parseVerifierKey(sha256, text);
        if (key.ok) expect(formatVerifierKey(key.value)).toBe(text);
        const parsed = parseTlogProof(text);
        if (parsed.ok) {
          expect(formatTlogProof(parsed.value)).toBe(text);
          verifyTlogProof({ ...tools, keys: [] }, parsed.value, new Uint8Array(0));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('are bytes too: entries and bundles', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        decodeEntry(bytes);
        readEntryBundle(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('are files of an export: what is wrong with it is said', () => {
    const paths = [...buildExport(log).keys()];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.uint8Array({ maxLength: 400 }), (path, bytes) => {
        const files = buildExport(log).set(path, bytes);
        expect(verifyExport(tools, exportFiles(files), besideKey(log)).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('may claim a log of any size: nothing is made of that size', () => {
    const huge = note.replace('\n20\n', `\n${Number.MAX_SAFE_INTEGER}\n`);
    const text = new TextEncoder().encode(huge);
    const files = buildExport(log).set(exportPaths.checkpoint, text).set(exportPaths.checkpoints, text);
    expect(verifyExport(tools, exportFiles(files))).toMatchObject({ ok: false });
  });
});

describe('paths under tile/', () => {
  it('belong to a log of one size or do not', () => {
    for (const size of [1, 255, 256, 257, 65_536, 70_000]) {
      for (const tile of tilesOf(size).slice(-300)) expect(isTilePath(tilePath(tile), size)).toBe(true);
    }
    for (const path of [
      'tile/0/001.p/1',
      'tile/0/000.p/256',
      'tile/0/000.p/0',
      'tile/0/000.p/01',
      'tile/00/000',
      'tile/0/x000/000',
      'tile/64/000.p/1',
      `tile/${'9'.repeat(400)}/000`,
      `tile/0/${'x999/'.repeat(99)}999`,
      'tile/entries/000/',
      'tile/other/000',
    ])
      expect(isTilePath(path, 256), path).toBe(false);
  });
});
