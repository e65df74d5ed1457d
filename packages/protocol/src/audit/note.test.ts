import { describe, expect, it } from 'vitest';
import { parseSignedCheckpoint } from './checkpoint.ts';
import { cosignatureOf } from './cosignature.ts';
import { formatNote, isSignedBy, parseNote, type SignedNote } from './note.ts';
import { ed25519Verify, sha256, testSigner } from './testing/node-crypto.ts';
import published from './testing/vectors/signed-notes.json' with { type: 'json' };
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from './verifier-key.ts';

const noteOf = (text: string): SignedNote => {
  const note = parseNote(text);
  if (!note.ok) throw new Error(note.message);
  return note.value;
};
const keyOf = (text: string): VerifierKey => {
  const key = parseVerifierKey(sha256, text);
  if (!key.ok) throw new Error(key.message);
  return key.value;
};

describe.each(published.vectors)('the published note $name', ({ note: text, vkey }) => {
  it('is read and written back word for word, as is its key', () => {
    expect(formatNote(noteOf(text))).toBe(text);
    expect(formatVerifierKey(keyOf(vkey))).toBe(vkey);
  });

  it('is signed by its key, and not once any letter of its text is another', () => {
    const note = noteOf(text);
    expect(isSignedBy(note, keyOf(vkey), ed25519Verify)).toBe(true);
    for (let at = 0; at < note.text.length - 1; at += 1) {
      const changed = `${note.text.slice(0, at)}${note.text[at] === 'x' ? 'y' : 'x'}${note.text.slice(at + 1)}`;
      expect(isSignedBy({ ...note, text: changed }, keyOf(vkey), ed25519Verify)).toBe(false);
    }
  });
});

describe('the published checkpoint that witnesses countersigned', () => {
  const cosigned = published.vectors.filter(({ witness }) => witness !== undefined);

  it.each(cosigned)('is cosigned by its witness, at that time', ({ note: text, vkey, witness, time, size }) => {
    const key = keyOf(witness as string);
    const signed = parseSignedCheckpoint(text);
    expect(signed).toMatchObject({ ok: true, value: { checkpoint: { size } } });
    expect(cosignatureOf(noteOf(text), key, ed25519Verify)).toEqual({ ok: true, value: { witness: key, time } });
    const other = text.replace(String(size), String(Number(size) + 1));
    expect(cosignatureOf(noteOf(other), key, ed25519Verify)).toMatchObject({ ok: false });
    expect(cosignatureOf(noteOf(text), keyOf(vkey), ed25519Verify)).toMatchObject({ ok: false });
  });
});

describe('a signed note', () => {
  const text = published.vectors[0]?.note as string;

  it.each([
    ['without signatures', 'This is an example message.\n\n'],
    ['without a blank line', text.replace('\n\n', '\n')],
    ['without its last newline', text.slice(0, -1)],
    ['with a carriage return', text.replace('.\n', '.\r\n')],
    ['with a tab', text.replace(' an ', '\tan ')],
    ['with another dash', text.replace('—', '-')],
    ['with two spaces', text.replace('— ', '—  ')],
    ['with a plus in the name', text.replace('com/foo', 'com+foo')],
    ['with base64 that ends otherwise', text.replace('yaQM=', 'yaQN=')],
    ['with base64 without its padding', text.replace('yaQM=', 'yaQM')],
    ['with a lone surrogate', text.replace('This', '\ud800')],
    ['with only a key id', 'Text\n\n— example.com/foo Uw2QOg==\n'],
    ['with a line after its signatures', `${text}more\n`],
  ])('is refused %s', (_, spoilt) => {
    expect(parseNote(spoilt)).toMatchObject({ ok: false });
  });

  it('may have empty lines in its text: the last one ends it', () => {
    const signer = testSigner('example.org/a', 1);
    const body = 'one\n\ntwo\n';
    const signature = signer.sign(new TextEncoder().encode(body));
    const note = formatNote({ text: body, signatures: [{ name: signer.key.name, keyId: signer.key.id, signature }] });
    expect(noteOf(note).text).toBe(body);
    expect(isSignedBy(noteOf(note), signer.key, ed25519Verify)).toBe(true);
  });

  it('is not signed where the same key has a second line that does not verify, or where nobody is known', () => {
    const key = keyOf(published.vectors[0]?.vkey as string);
    const note = noteOf(text);
    const [own] = note.signatures;
    if (own === undefined) throw new Error('No signature');
    const forged = { ...own, signature: own.signature.map((byte) => byte ^ 1) };
    expect(isSignedBy({ ...note, signatures: [own, forged] }, key, ed25519Verify)).toBe(false);
    expect(isSignedBy({ ...note, signatures: [own, { ...forged, name: 'other' }] }, key, ed25519Verify)).toBe(true);
    expect(isSignedBy({ ...note, signatures: [] }, key, ed25519Verify)).toBe(false);
    expect(isSignedBy(note, testSigner('example.com/foo', 1).key, ed25519Verify)).toBe(false);
  });

  it('is not signed where the check cannot run', () => {
    const key = keyOf(published.vectors[0]?.vkey as string);
    const cannot = () => {
      throw new Error('no such algorithm');
    };
    expect(isSignedBy(noteOf(text), key, cannot)).toBe(false);
  });
});

describe('a verifier key', () => {
  const vkey = published.vectors[0]?.vkey as string;

  it.each([
    ['another id', vkey.replace('530d903a', '530d903b')],
    ['another name', vkey.replace('foo', 'fop')],
    ['another key', vkey.replace('AekyeR', 'AekyeS')],
    ['a type that is not known', vkey.replace('+Aeky', '+Beky')],
    ['a key that is too short', vkey.slice(0, -4)],
    ['a space', vkey.replace('foo', 'f o')],
    ['a newline at its end', `${vkey}\n`],
    ['nothing in it', ''],
  ])('is refused with %s', (_, text) => {
    expect(parseVerifierKey(sha256, text)).toMatchObject({ ok: false });
  });
});
