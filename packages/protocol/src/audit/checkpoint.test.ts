import { describe, expect, it } from 'vitest';
import { toBase64 } from './base64.ts';
import { formatCheckpoint, parseCheckpoint, parseSignedCheckpoint, signCheckpoint } from './checkpoint.ts';
import { cosign, cosignatureOf, formatWitnessRequest, readWitnessAnswer } from './cosignature.ts';
import { formatNote, formatSignature, isSignedBy, parseNote, type SignedNote } from './note.ts';
import { ed25519Verify, sha256, testSigner } from './testing/node-crypto.ts';
import { signatureTypes } from './verifier-key.ts';

const origin = 'fiducial.audit/berlin/line-1';
const signer = testSigner(origin, 1);
const root = sha256(Buffer.from('root'));
const checkpoint = { origin, size: 300, root };
const signed = signCheckpoint(checkpoint, signer);
const noteOf = (text: string): SignedNote => {
  const note = parseNote(text);
  if (!note.ok) throw new Error(note.message);
  return note.value;
};

describe('a checkpoint', () => {
  it('is three lines, signed under its origin', () => {
    expect(formatCheckpoint(checkpoint)).toBe(`${origin}\n300\n${toBase64(root)}\n`);
    const read = parseSignedCheckpoint(signed);
    expect(read.ok && read.value.checkpoint).toEqual({ ...checkpoint, root: Uint8Array.from(root) });
    expect(read.ok && isSignedBy(read.value.note, signer.key, ed25519Verify)).toBe(true);
    expect(read.ok && isSignedBy(read.value.note, testSigner(origin, 2).key, ed25519Verify)).toBe(false);
  });

  it.each([
    ['an extension line', (s: string) => `${s}more\n`],
    ['no final newline', (s: string) => s.slice(0, -1)],
    ['a size with a zero before it', (s: string) => s.replace('300', '0300')],
    ['a negative size', (s: string) => s.replace('300', '-300')],
    ['a size beyond exact numbers', (s: string) => s.replace('300', '9007199254740993')],
    ['no origin', (s: string) => s.replace(origin, '')],
    ['a root that is too short', (s: string) => s.replace(/.{4}\n$/, '\n')],
  ])('is refused with %s', (_, spoil) => {
    expect(parseCheckpoint(spoil(formatCheckpoint(checkpoint)))).toMatchObject({ ok: false });
  });
});

describe('a witness', () => {
  const witness = testSigner('witness.example/w1', 7, signatureTypes.witness);
  const time = 1_790_000_000;

  it('adds its line to the note, which the log’s own signature survives', () => {
    const note = noteOf(signed);
    const line = cosign(note.text, time, witness.key, witness.sign);
    const both = noteOf(`${signed}${formatSignature(line)}`);
    expect(formatNote(both)).toBe(`${signed}${formatSignature(line)}`);
    expect(isSignedBy(both, signer.key, ed25519Verify)).toBe(true);
    expect(cosignatureOf(both, witness.key, ed25519Verify)).toEqual({
      ok: true,
      value: { witness: witness.key, time },
    });
    expect(cosignatureOf(note, witness.key, ed25519Verify)).toEqual({ ok: true, value: null });
  });

  it('is not believed for another checkpoint, another time, or a signature as the log makes it', () => {
    const line = cosign(noteOf(signed).text, time, witness.key, witness.sign);
    const other = noteOf(signCheckpoint({ ...checkpoint, size: 301 }, signer));
    const later = { ...line, signature: line.signature.map((byte, n) => (n === 7 ? byte + 1 : byte)) };
    const plain = { ...line, signature: witness.sign(Buffer.from(noteOf(signed).text)) };
    for (const [note, added] of [
      [other, line],
      [noteOf(signed), later],
      [noteOf(signed), plain],
    ] as const) {
      const cosigned = { ...note, signatures: [...note.signatures, added] };
      expect(cosignatureOf(cosigned, witness.key, ed25519Verify)).toMatchObject({ ok: false });
    }
  });

  it('is asked with the old size, the proof and the note, and answers by status', () => {
    const line = cosign(noteOf(signed).text, time, witness.key, witness.sign);
    expect(formatWitnessRequest({ oldSize: 0, proof: [], checkpoint: signed })).toBe(`old 0\n\n${signed}`);
    expect(formatWitnessRequest({ oldSize: 9, proof: [root], checkpoint: signed })).toBe(
      `old 9\n${toBase64(root)}\n\n${signed}`,
    );
    const cosigned = readWitnessAnswer(200, formatSignature(line));
    expect(cosigned).toMatchObject({ ok: true, value: { type: 'cosigned', signatures: [{ name: witness.key.name }] } });
    expect(readWitnessAnswer(409, '250\n')).toEqual({ ok: true, value: { type: 'other_size', size: 250 } });
    expect(readWitnessAnswer(422, '')).toEqual({ ok: true, value: { type: 'inconsistent' } });
    expect(readWitnessAnswer(200, '').ok).toBe(false);
    expect(readWitnessAnswer(409, 'no').ok).toBe(false);
    expect(readWitnessAnswer(500, '').ok).toBe(false);
  });
});
