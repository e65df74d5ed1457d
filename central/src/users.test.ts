/** What stations are told of the people who may work at them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './commands/run-command.ts';
import { badgeHash } from './commands/users.ts';
import { type Central, startCentral, testConfig } from './testing/central-fixture.ts';

let central: Central;
let device: string;
let folder: string;
beforeAll(async () => {
  central = await startCentral();
  device = await central.device('AOI-1');
  folder = await mkdtemp(join(tmpdir(), 'fiducial-users-'));
});
afterAll(async () => {
  await central.stop();
  await rm(folder, { recursive: true, force: true });
});

async function run(args: readonly string[], input = ''): Promise<number> {
  const config = testConfig(central.databaseUrl, central.dataDir);
  return runCommand(config, args, Readable.from([input]), () => undefined);
}
const people = (headers: Record<string, string> = {}) => central.send('GET', '/v1/users', { device, headers });
const person = async (name: string) =>
  (await people()).body.data.find(({ username }: { username: string }) => username === name);
const signIn = (username: string, password: string) =>
  central.send('POST', '/v1/token', {
    body: new URLSearchParams({ username, password }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

describe('a station', () => {
  it('gets a role that follows from the scopes until an administrator gives one', async () => {
    await run(['users', 'add', 'lee', 'inspections:write'], 'a long password');
    await run(['users', 'add', 'kim', 'reports:read'], 'a long password');
    expect(await person('demo')).toMatchObject({ role: 'admin', printed_name: 'demo', disabled: false });
    expect(await person('lee')).toMatchObject({ role: 'operator', badge_hash: null });
    expect(await person('kim')).toMatchObject({ role: null });
    expect(await run(['users', 'role', 'kim', 'engineer'])).toBe(0);
    expect(await run(['users', 'print', 'kim', 'Kim', 'of', 'Bench'])).toBe(0);
    expect(await person('kim')).toMatchObject({ role: 'engineer', printed_name: 'Kim of Bench' });
    await run(['users', 'role', 'lee', 'none']);
    expect(await person('lee')).toMatchObject({ role: null });
    expect(await run(['users', 'role', 'lee', 'owner'])).toBe(2);
    expect(await run(['users', 'role', 'nobody', 'admin'])).toBe(1);
  });

  it('is told who somebody is with the token, and never a secret', async () => {
    await run(['users', 'add', 'ada', 'admin'], 'a long password');
    const { body } = await signIn('ada', 'a long password');
    const { badge_hash: _, ...known } = await person('ada');
    expect(body.user).toEqual(known);
    expect(JSON.stringify((await people()).body)).not.toContain('argon2');
  });

  it('learns that a password is another one, and who was disabled and enabled again', async () => {
    await run(['users', 'add', 'eve', 'inspections:write'], 'a long password');
    const before = await person('eve');
    await run(['users', 'add', 'eve', 'inspections:write'], 'another password');
    const after = await person('eve');
    expect(after.id).toBe(before.id);
    expect(after.password_tag).not.toBe(before.password_tag);
    await run(['users', 'disable', 'eve']);
    expect(await person('eve')).toMatchObject({ disabled: true });
    await run(['users', 'enable', 'eve']);
    expect(await person('eve')).toMatchObject({ disabled: false, password_tag: after.password_tag });
  });

  it('gets badges as hashes with one salt for the site, each the badge of one person', async () => {
    // Pinned at the station, too.
    expect(await badgeHash('0000123456', Buffer.alloc(16, 7))).toBe('EiX1Q7mlY9Bws5AtB/njtWBeP/MTXCsH+7QdzxJmMbs=');
    await run(['users', 'add', 'bea', 'inspections:write'], 'a long password');
    expect(await run(['users', 'badge', 'bea'], '0000123456\n')).toBe(0);
    const { body } = await people();
    expect(Buffer.from(body.badge_salt, 'base64')).toHaveLength(16);
    const { badge_hash } = await person('bea');
    expect(Buffer.from(badge_hash, 'base64')).toHaveLength(32);
    expect(await run(['users', 'badge', 'demo'], '0000123456')).toBe(1);
    expect(await run(['users', 'badge', 'demo'], 'short')).toBe(2);
    expect(await run(['users', 'badge', 'bea'])).toBe(0);
    expect(await person('bea')).toMatchObject({ badge_hash: null });
  });

  it('asks again at no cost where nothing changed', async () => {
    const { headers, status } = await people();
    expect(status).toBe(200);
    const tag = headers.get('etag')!;
    expect((await people({ 'if-none-match': tag })).status).toBe(304);
    await run(['users', 'role', 'demo', 'engineer']);
    expect((await people({ 'if-none-match': tag })).status).toBe(200);
    await run(['users', 'role', 'demo', 'admin']);
  });

  it('learns which station its token is for', async () => {
    expect((await central.send('GET', '/v1/me', { device })).body).toMatchObject({
      kind: 'device',
      name: 'AOI-1',
      station: 'AOI-1',
    });
    expect((await central.as('GET', '/v1/me')).body).toMatchObject({ kind: 'user', name: 'demo', station: null });
  });
});

it('people who administer nothing are not told who works here', async () => {
  await run(['users', 'add', 'joe', 'inspections:read', 'inspections:write'], 'a long password');
  const { access_token: token } = (await signIn('joe', 'a long password')).body;
  expect((await central.send('GET', '/v1/users', { token })).status).toBe(403);
  expect((await central.send('GET', '/v1/users', { token: central.token })).status).toBe(200);
  expect((await central.send('GET', '/v1/users')).status).toBe(401);
});
