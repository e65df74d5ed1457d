import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noSealer } from '../keys/sealer.ts';
import { keyRing } from '../testing/signed-station.ts';
import { must, temporaryFolder } from '../testing/station-fixture.ts';
import { deviceToken } from './device-token.ts';

const token = 'fcd_0123456789abcdef';
const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }) => result.error?.code;

describe('the token of a station', () => {
  it('is read again by who stored it, and lies sealed in a file of its owner alone', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'keys', 'central-token');
    const stored = deviceToken(folder, keyRing());
    expect(codeOf(stored.read())).toBe('SYNC_TOKEN_MISSING');
    must(stored.store(token));
    expect(must(stored.read())).toBe(token);
    expect(readFileSync(file, 'utf8')).not.toContain(Buffer.from(token).toString('base64'));
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    must(stored.forget());
    must(stored.forget());
    expect(codeOf(stored.read())).toBe('SYNC_TOKEN_MISSING');
  });

  it('is not read by the command line, another user, or out of a damaged file', () => {
    const folder = temporaryFolder();
    must(deviceToken(folder, keyRing()).store(token));
    expect(codeOf(deviceToken(folder, noSealer).read())).toBe('SYNC_TOKEN_SEALED_ELSEWHERE');
    expect(codeOf(deviceToken(folder, keyRing(0x11)).read())).toBe('SYNC_TOKEN_DAMAGED');
    writeFileSync(join(folder, 'keys', 'central-token'), '{"v":1');
    expect(codeOf(deviceToken(folder, keyRing()).read())).toBe('SYNC_TOKEN_DAMAGED');
  });
});
