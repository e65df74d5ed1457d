import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact } from './redact.ts';

const canary = 'Correct-Horse_Battery9';

describe('a secret does not get into a log', () => {
  test.each([
    ['in JSON', `{"user":"lee","password":"${canary}"}`],
    ['in JSON, with a quote in it', `{"password":"a\\"${canary}","user":"lee"}`],
    ['in JSON inside JSON', JSON.stringify(JSON.stringify({ password: canary }))],
    ['in JSON that is cut off', `{"password":"${canary}`],
    ['as a field of another name', `{"newPassword": "${canary}", "recoveryToken": "${canary}", "userPin":"${canary}"}`],
    ['in an object as Node shows it', `{ user: 'lee', password: '${canary}' }`],
    ['as an argument', `fiducial --password ${canary} --pin=${canary}`],
    ['in the environment', `FIDUCIAL_PASSWORD=${canary} AWS_SECRET_ACCESS_KEY=${canary}`],
    ['in a header', `authorization: Bearer ${canary}`],
    ['in a signed header', `AWS4-HMAC-SHA256 Credential=${canary}/x, SignedHeaders=host, Signature=${canary}`],
    ['in an address', `connect to https://lee:${canary}@central.example/ failed`],
    ['in a signed address', `GET https://s3.example/a?X-Amz-Signature=${canary}&X-Amz-Security-Token=${canary}`],
    ['as a key', `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----`],
    ['as a key that is cut off', `-----BEGIN EC PRIVATE KEY-----\n${canary}`],
    ['as a note signer’s key', `PRIVATE+KEY+name+12345678+${canary}`],
    ['as a badge', `{"badge":"${canary}"}`],
  ])('%s', (_how, text) => {
    expect(redact(text)).not.toContain(canary);
  });

  test('whatever is in it and around it', () => {
    const names = fc.constantFrom('password', 'pin', 'secret', 'recoveryToken', 'private_key', 'badge');
    fc.assert(
      fc.property(names, fc.string({ minLength: 1 }), fc.string(), (name, around, before) => {
        const value = `${around}${canary}${around}`;
        const text = `${before} ${JSON.stringify({ [name]: value, kept: 1 })}`;
        expect(redact(text)).not.toContain(canary);
      }),
    );
  });
});

describe('what is no secret stays as it is', () => {
  test.each([
    'DB_LOCKED: Another program holds the database.',
    'ENGINE_CRASHED at src/engine/main.ts:12:3',
    'spinning down; pinned model 1.1.0; opinion: good',
    'navigation to https://example.com/path?size=3',
    '{"code":"IMAGE_MISSING","sha256":"e95e0c22471a6ac15e1a13620e8cd2b59a2a839efa2ab2047ebc0c394410607f"}',
    'mapping: [1, 2, 3]',
    '{"code":"ENOENT","next":null}',
    "{ code: 'ERR_MODULE_NOT_FOUND' }",
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

test('redacting twice changes nothing more', () => {
  const text = `{"password":"${canary}"} https://a:${canary}@b/ token=${canary}`;
  expect(redact(redact(text))).toBe(redact(text));
});

test('a long word does not keep the program busy', { timeout: 5000 }, () => {
  const words = ['pin'.repeat(300_000), 'x'.repeat(1_000_000), 'a.'.repeat(500_000)];
  expect(words.map(redact)).toEqual(words);
});
