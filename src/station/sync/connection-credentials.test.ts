import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toBase64 } from '@fiducial/protocol/audit';
import { describe, expect, it } from 'vitest';
import { auditPage } from '../audit/page.ts';
import { makeDurableFolder } from '../durable-folder.ts';
import { noSealer, type Sealer } from '../keys/sealer.ts';
import { changeSettings, defaultSettings, readSettings } from '../settings/site-settings.ts';
import { keyRing, openSignedStation } from '../testing/signed-station.ts';
import { must } from '../testing/station-fixture.ts';
import { type ConnectionChange, changeConnection } from './change-connection.ts';
import { connectionCredentials } from './connection-credentials.ts';

const token = 'fcd_0123456789abcdef';
const access = {
  endpoint: 'https://s3.example',
  region: 'eu-central-1',
  bucket: 'boards',
  accessKeyId: 'AKIAEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI-example-secret',
};
const { secretAccessKey: _secret, ...known } = access;
const at = (url: string) => ({ url, bytesPerSecond: null });
const here = 'https://central.example';
const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }) => result.error?.code;

/** A station whose connection is changed as the window and the command line change it. */
function station(sealer: Sealer = keyRing()) {
  const { db, context, dataDir } = openSignedStation({ sealer });
  const folder = join(dataDir, 'keys');
  const by = (own: Sealer) => connectionCredentials(db, dataDir, own);
  const files = () => readdirSync(folder).filter((name) => name.startsWith('central-'));
  const target = () => must(readSettings(db, defaultSettings({ station: 's', person: 'p' }))).centralSync;
  function change(wanted: ConnectionChange, own = sealer) {
    const changed = changeConnection(
      {
        context,
        credentials: by(own),
        target: target(),
        changeSettings: (values, also) => changeSettings(context, values, also),
      },
      wanted,
    );
    must(by(own).sweep());
    return changed;
  }
  return { db, context, folder, by, files, target, change, stored: by(sealer) };
}

describe('with what a station proves itself', () => {
  it('is read again by who stored it, and lies sealed in one file of its owner alone', () => {
    const { change, stored, files, folder } = station();
    expect(codeOf(stored.token(here))).toBe('SYNC_TOKEN_MISSING');
    must(change({ target: at(here), token, bucket: access }));
    expect(must(stored.token(here))).toBe(token);
    expect(must(stored.bucket(here))).toEqual(access);
    expect(must(stored.knownBucket())).toEqual(known);
    expect(stored.tokenState(here)).toBe('sealed');
    expect(files()).toHaveLength(1);
    const file = join(folder, files()[0]!);
    for (const secret of [token, access.secretAccessKey])
      for (const form of [secret, Buffer.from(secret).toString('base64')])
        expect(readFileSync(file, 'utf8')).not.toContain(form);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('goes as a whole, with its files, when the station is connected to nothing any more', () => {
    const { change, stored, files, target } = station();
    must(change({ target: at(here), token, bucket: access }));
    must(change({ target: null, token: null }));
    expect(target()).toBeNull();
    expect(codeOf(stored.token(here))).toBe('SYNC_TOKEN_MISSING');
    expect(must(stored.knownBucket())).toBeNull();
    expect(files()).toEqual([]);
  });

  it('keeps each of the two where the other changes, also where this program cannot open it', () => {
    const { change, stored, by, files } = station();
    must(change({ target: at(here), token }));
    must(change({ target: at(here), token: null, bucket: access }, noSealer));
    expect([must(stored.token(here)), must(stored.bucket(here))]).toEqual([token, access]);
    must(change({ target: at(here), token: 'another-token' }));
    expect([must(stored.token(here)), must(stored.bucket(here))]).toEqual(['another-token', access]);
    expect(codeOf(by(noSealer).token(here))).toBe('SYNC_TOKEN_SEALED_ELSEWHERE');
    must(change({ target: at(here), token: null, bucket: null }));
    expect([must(stored.token(here)), must(stored.bucket(here))]).toEqual(['another-token', null]);
    expect(files()).toHaveLength(1);
  });

  it('S10, S17: is for one service, whatever the settings name: another needs its own', () => {
    const { change, stored, context } = station();
    const other = 'https://other.example';
    must(change({ target: at(here), token, bucket: access }));
    // The address alone, past everything that asks for a token.
    must(changeSettings(context, { centralSync: at(other) }));
    expect(codeOf(stored.token(other))).toBe('SYNC_TOKEN_MISSING');
    expect(must(stored.bucket(other))).toBeNull();
    must(changeSettings(context, { centralSync: at(here) }));
    expect(codeOf(change({ target: at(other), token: null }))).toBe('SYNC_TOKEN_MISSING');
    must(change({ target: at(other), token: 'token-of-other' }));
    expect([must(stored.token(other)), must(stored.knownBucket())]).toEqual(['token-of-other', null]);
  });

  it('leaves everything as it was where the change is refused', () => {
    const { change, stored, files } = station();
    must(change({ target: at(here), token }));
    const before = files();
    expect(codeOf(change({ target: at('http://10.0.0.1'), token: 'token-of-other' }))).toBe('SETTING_INVALID');
    expect(codeOf(change({ target: at(here), token: 'short' }))).toBe('SYNC_TOKEN_MISSING');
    expect([files(), must(stored.token(here))]).toEqual([before, token]);
  });

  it('is not read by another user of the computer, or out of a damaged file', () => {
    const { change, by, folder, files, stored } = station();
    must(change({ target: at(here), token, bucket: access }));
    expect(codeOf(by(keyRing(0x11)).token(here))).toBe('SYNC_TOKEN_DAMAGED');
    expect(codeOf(by(keyRing(0x11)).bucket(here))).toBe('SYNC_BUCKET_DAMAGED');
    expect(codeOf(by(noSealer).bucket(here))).toBe('SYNC_BUCKET_SEALED_ELSEWHERE');
    writeFileSync(join(folder, files()[0]!), '{"v":2');
    expect(codeOf(stored.token(here))).toBe('SYNC_TOKEN_DAMAGED');
    expect(stored.tokenState(here)).toBe('unreadable');
    // A new token mends it.
    must(change({ target: at(here), token }));
    expect(must(stored.token(here))).toBe(token);
  });

  it('of an earlier version goes on, and is bound to its service with the next change', () => {
    const { context, folder, stored, change, files } = station(noSealer);
    makeDurableFolder(folder);
    const secret = toBase64(new TextEncoder().encode(token));
    writeFileSync(join(folder, 'central-token'), JSON.stringify({ v: 1, sealing: 'none', secret }));
    must(changeSettings(context, { centralSync: at(here) }));
    expect(must(stored.token(here))).toBe(token);
    expect(stored.tokenState(here)).toBe('unsealed');
    must(change({ target: at(here), token: null, bucket: access }));
    expect([must(stored.token(here)), must(stored.bucket(here))]).toEqual([token, access]);
    expect(files()).not.toContain('central-token');
    expect(codeOf(stored.token('https://other.example'))).toBe('SYNC_TOKEN_MISSING');
  });

  it('is in the log by what may be shown of it: the bucket and the key, and no secret', () => {
    const { change, db } = station(noSealer);
    must(change({ target: at(here), token, bucket: access }));
    const text = JSON.stringify(must(auditPage(db, { limit: 500 })).entries);
    expect(text).toContain(access.accessKeyId);
    for (const secret of [token, access.secretAccessKey]) expect(text).not.toContain(secret);
  });
});
