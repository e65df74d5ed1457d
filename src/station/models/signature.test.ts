import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelJsonSchema } from './model-json.ts';
import { checkSignature, keyId, readTrustedKeys, signModel, type TrustedKeys } from './signature.ts';

const pair = generateKeyPairSync('ed25519');
const trusted = new Map([[keyId(pair.publicKey), pair.publicKey]]);
const plain = { name: 'm', version: '1.0.0', sha256: 'a'.repeat(64), classes: [{ threshold: 0.35 }], note: 'ü' };
const signed = { ...plain, signature: signModel(plain, pair.privateKey, pair.publicKey) };
const codeOf = (model: Record<string, unknown>, keys: TrustedKeys = trusted) => {
  const state = checkSignature(model, keys);
  return state.state === 'signed' ? null : state.error.code;
};

describe('model signature', () => {
  it('holds whatever the order of the keys, and for the bytes that were signed only', () => {
    expect(codeOf(signed)).toBeNull();
    expect(codeOf(Object.fromEntries(Object.entries(signed).toReversed()))).toBeNull();
    expect(codeOf({ ...signed, version: '1.0.1' })).toBe('MODEL_SIGNATURE');
    expect(codeOf({ ...signed, added: true })).toBe('MODEL_SIGNATURE');
    expect(codeOf({ ...signed, classes: [{ threshold: 0.36 }] })).toBe('MODEL_SIGNATURE');
  });

  it('tells a missing signature from a wrong one', () => {
    expect(codeOf(plain)).toBe('MODEL_UNSIGNED');
    expect(codeOf({ ...plain, signature: null })).toBe('MODEL_UNSIGNED');
    expect(codeOf({ ...plain, signature: 'yes' })).toBe('MODEL_SIGNATURE');
    expect(codeOf({ ...plain, signature: { ...signed.signature, value: 'AAAA' } })).toBe('MODEL_SIGNATURE');
  });

  it('counts a check that cannot run as failed', () => {
    expect(codeOf(signed, new Map())).toBe('MODEL_SIGNATURE');
    expect(codeOf({ ...signed, note: '\ud800' })).toBe('MODEL_SIGNATURE');
    expect(readTrustedKeys('/no/such/folder').size).toBe(0);
  });

  it('holds for the bundled model under the committed key', () => {
    const root = join(import.meta.dirname, '..', '..', '..');
    const raw = JSON.parse(readFileSync(join(root, 'models/pcb_defect_detector/1/model.json'), 'utf8'));
    modelJsonSchema.parse(raw);
    expect(codeOf(raw, readTrustedKeys(join(root, 'resources/keys')))).toBeNull();
  });
});
