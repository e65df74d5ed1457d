import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccessTokens } from './services/access-token.ts';
import { addUser, disableUser } from './services/users.ts';
import { type Answer, type Central, startCentral } from './testing/central-fixture.ts';
import { sampleResults } from './testing/sample-results.ts';

let central: Central;
beforeAll(async () => {
  central = await startCentral({ env: { TOKEN_REQUESTS_PER_MINUTE: '1000' } });
});
afterAll(() => central.stop());

const signIn = (form: Record<string, string>, on: Central = central): Promise<Answer> =>
  on.send('POST', '/v1/token', {
    body: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

const newUser = async (scopes: readonly string[] = ['inspections:read']): Promise<string> => {
  const username = `user-${uuidv7()}`;
  await addUser(central.service.db, { username, password: 'right password', scopes: scopes as never });
  return username;
};

describe('tokens of people', () => {
  it('follow from name and password, with their scopes', async () => {
    const answer = await signIn({ username: 'demo', password: 'demo' });
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'bearer', expires_in: 1800 } });
    expect(answer.body.scope).toContain('inspections:write');
  });

  it('are refused for a wrong password and for nobody’s name alike', async () => {
    const username = await newUser();
    const wrong = await signIn({ username, password: 'wrong' });
    const nobody = await signIn({ username: 'nobody', password: 'wrong' });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'ACCESS_CREDENTIALS']);
    expect([nobody.status, nobody.body.code]).toEqual([401, 'ACCESS_CREDENTIALS']);
  });

  it('are locked for 15 minutes after five wrong passwords, for the right one too, and on every copy', async () => {
    const username = await newUser();
    for (let i = 0; i < 5; i += 1) expect((await signIn({ username, password: `guess ${i}` })).status).toBe(401);
    const locked = await signIn({ username, password: 'right password' });
    expect(locked).toMatchObject({ status: 429, body: { code: 'ACCESS_LOCKED' } });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(14 * 60);
    const copy = await central.another();
    expect((await signIn({ username, password: 'right password' }, copy)).status).toBe(429);
    await copy.stop();
  });

  it('are locked also when the guesses come all at once', async () => {
    const username = await newUser();
    await Promise.all(Array.from({ length: 30 }, (_, i) => signIn({ username, password: `guess ${i}` })));
    expect((await signIn({ username, password: 'right password' })).status).toBe(429);
  });

  it('can be renewed once; a refresh token that comes again ends the whole sign-in', async () => {
    const first = (await signIn({ username: 'demo', password: 'demo' })).body;
    const second = await signIn({ grant_type: 'refresh_token', refresh_token: first.refresh_token });
    expect(second.status).toBe(200);
    expect((await signIn({ grant_type: 'refresh_token', refresh_token: first.refresh_token })).status).toBe(401);
    const third = await signIn({ grant_type: 'refresh_token', refresh_token: second.body.refresh_token });
    expect(third.status).toBe(401);
  });

  it.each([
    [
      'another password',
      (username: string) => addUser(central.service.db, { username, password: 'another one', scopes: [] }),
    ],
    ['the end of the access', (username: string) => disableUser(central.service.db, username)],
  ])('cannot be renewed after %s, not even where the access is given back', async (_, change) => {
    const username = await newUser();
    const signedIn = (await signIn({ username, password: 'right password' })).body;
    await change(username);
    await central.service.db.updateTable('users').set({ disabled_at: null }).where('username', '=', username).execute();
    const renewed = await signIn({ grant_type: 'refresh_token', refresh_token: signedIn.refresh_token });
    expect(renewed).toMatchObject({ status: 401, body: { code: 'ACCESS_TOKEN_INVALID' } });
  });

  it('do not slip past a change of the password that comes at the same moment', async () => {
    const username = await newUser();
    const signIns = await Promise.all(
      Array.from({ length: 6 }, () => signIn({ username, password: 'right password' })),
    );
    const renewals = signIns.map(({ body: { refresh_token } }) =>
      signIn({ grant_type: 'refresh_token', refresh_token }),
    );
    const [renewed] = await Promise.all([
      Promise.all(renewals),
      addUser(central.service.db, { username, password: 'another one', scopes: [] }),
    ]);
    for (const { body } of renewed.filter(({ status }) => status === 200)) {
      const again = await signIn({ grant_type: 'refresh_token', refresh_token: body.refresh_token });
      expect(again.status).toBe(401);
    }
  });

  it('allow nothing outside their scopes', async () => {
    const username = await newUser(['reports:read']);
    const token = (await signIn({ username, password: 'right password' })).body.access_token;
    expect((await central.send('GET', '/v1/reports', { token })).status).toBe(200);
    expect(await central.send('GET', '/v1/inspections', { token })).toMatchObject({
      status: 403,
      body: { code: 'ACCESS_SCOPE', details: { needed: 'inspections:read' } },
    });
  });

  it('are refused when they were signed by somebody else, changed, or sent without a signature', async () => {
    const forged = await createAccessTokens(
      new TextEncoder().encode('another key of 32 bytes, at least'.repeat(1)),
    ).make({
      id: uuidv7(),
      username: 'demo',
      scopes: ['admin'],
    });
    const [head, body] = central.token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const token of [forged, `${head}.${body}.`, `${none}.${body}.`, 'x.y.z', central.token.slice(0, -2)])
      expect((await central.send('GET', '/v1/reports', { token })).status).toBe(401);
    expect(await central.send('GET', '/v1/reports')).toMatchObject({
      status: 401,
      body: { code: 'ACCESS_TOKEN_MISSING' },
    });
  });
});

describe('tokens of stations', () => {
  it('write for their own station only', async () => {
    const device = await central.device('AOI-1');
    const made = await central.send('POST', '/v1/inspections', { device, key: uuidv7(), body: { lot: 'L' } });
    expect(made).toMatchObject({ status: 201, body: { station: 'AOI-1' } });
    const body = { lot: 'L', station: 'AOI-2' };
    expect(await central.send('POST', '/v1/inspections', { device, key: uuidv7(), body })).toMatchObject({
      status: 403,
      body: { code: 'ACCESS_OTHER_STATION' },
    });
  });

  it('find nothing of another station, by whatever way', async () => {
    const theirs = await central.device('AOI-3');
    const id = uuidv7();
    const body = { lot: 'L-3', inspection_id: id };
    await central.send('POST', '/v1/inspections', { device: theirs, body });
    const artifact = { artifact_id: uuidv7(), content_type: 'image/png' };
    await central.send('POST', `/v1/inspections/${id}/artifacts`, { device: theirs, body: artifact });
    await central.send('PUT', `/v1/inspections/${id}/results`, { device: theirs, body: sampleResults() });
    const report = (await central.as('GET', `/v1/reports?inspection_id=${id}`)).body.data[0].report_id;

    const device = await central.device('AOI-4');
    const at = `/v1/inspections/${id}`;
    const asked: readonly (readonly [string, string, object?])[] = [
      ['GET', at],
      ['PUT', `${at}/results`, sampleResults({ revision: 2 })],
      ['POST', `${at}/artifacts`, artifact],
      ['POST', `${at}/artifacts/confirm`, { artifact_id: artifact.artifact_id, sha256: 'a'.repeat(64), size_bytes: 1 }],
      ['GET', `${at}/artifacts/${artifact.artifact_id}/content`],
      ['POST', `${at}/infer`, {}],
      ['GET', `/v1/reports/${report}/content`],
    ];
    for (const [method, path, sent] of asked)
      expect((await central.send(method, path, { device, key: uuidv7(), body: sent })).status, path).toBe(404);
    expect((await central.send('POST', '/v1/inspections', { device, body })).status).toBe(409);
    for (const path of ['/v1/inspections', '/v1/inspections?station=AOI-3', '/v1/reports'])
      expect((await central.send('GET', path, { device })).body.data).toEqual([]);
    expect((await central.send('GET', '/v1/audit/AOI-3/checkpoint', { device })).status).toBe(403);
  });

  it('end when they are revoked', async () => {
    const device = await central.device('AOI-5');
    await central.service.db
      .updateTable('devices')
      .set({ revoked_at: new Date() })
      .where('station', '=', 'AOI-5')
      .execute();
    expect((await central.send('GET', '/v1/inspections', { device })).status).toBe(401);
  });
});

describe('limits', () => {
  it('on tokens hold for all copies together', async () => {
    const limited = await startCentral({ env: { TOKEN_REQUESTS_PER_MINUTE: '6' } });
    const copy = await limited.another();
    const answers = [];
    for (let i = 0; i < 10; i += 1)
      answers.push(await signIn({ username: 'demo', password: 'demo' }, i % 2 === 0 ? limited : copy));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.body.code).toBe('RATE_LIMITED');
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    await copy.stop();
    await limited.stop();
  });

  it('on tokens are counted by the address that the proxies saw, whatever else a client says', async () => {
    const env = { TOKEN_REQUESTS_PER_MINUTE: '4', TRUST_PROXY: '1' };
    const limited = await startCentral({ env });
    const from = (forwarded: string): Promise<Answer> =>
      limited.send('POST', '/v1/token', {
        body: 'username=demo&password=demo',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': forwarded },
      });
    const statuses = [];
    for (let i = 0; i < 10; i += 1) statuses.push((await from(`10.0.0.${i}, 192.168.1.1`)).status);
    expect(statuses).toContain(429);
    expect((await from('192.168.1.2')).status).toBe(200);
    await limited.stop();
  });

  it('on requests are counted by token', async () => {
    const limited = await startCentral({ env: { REQUESTS_PER_MINUTE: '5' } });
    const statuses = [];
    for (let i = 0; i < 12; i += 1) statuses.push((await limited.as('GET', '/v1/reports')).status);
    expect(statuses).toContain(429);
    const device = await limited.device('AOI-1');
    expect((await limited.send('GET', '/v1/reports', { device })).status).toBe(200);
    await limited.stop();
  });
});
