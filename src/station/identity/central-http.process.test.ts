import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openTestSession, passwords } from '../testing/staffed-station.ts';
import { must } from '../testing/station-fixture.ts';
import { centralHttp } from './central-http.ts';
import { addUser, changeUser } from './manage-users.ts';

type Answer = (form: URLSearchParams, reply: ServerResponse) => void;

const accepts: Answer = (form, reply) => {
  const right = form.get('username') === 'lee' && form.get('password') === passwords.lee;
  reply.writeHead(right ? 200 : 401, { 'content-type': 'application/json' });
  const token = { access_token: 'a.b.c', token_type: 'bearer', expires_in: 1800, scope: 'inspections:write' };
  reply.end(JSON.stringify(right ? token : { error: 'invalid_grant' }));
};

/** A central service on this computer; `answer` may be exchanged while it runs. */
async function startCentre() {
  const centre = { answer: accepts, asked: [] as string[], url: '' };
  const server = createServer(async (request: IncomingMessage, reply) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    centre.asked.push(`${request.method} ${request.url}`);
    centre.answer(new URLSearchParams(Buffer.concat(chunks).toString()), reply);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  centre.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => void server.close());
  return { ...centre, centre, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Answer =>
  (_form, reply) => {
    reply.writeHead(code, headers);
    reply.end(body);
  };

describe('asking the central service', () => {
  it('sends the password form of the token endpoint', async () => {
    const { url, centre } = await startCentre();
    expect(await centralHttp(url).ask('lee', passwords.lee)).toEqual({ kind: 'accepted', person: null });
    expect(await centralHttp(url).ask('lee', 'wrong')).toEqual({ kind: 'refused' });
    expect(centre.asked).toEqual(['POST /v1/token', 'POST /v1/token']);
  });

  it('hears that the centre locked the name, and for how long', async () => {
    const { url, centre } = await startCentre();
    centre.answer = status(429, { 'retry-after': '600' }, '{"code":"ACCESS_LOCKED"}');
    expect(await centralHttp(url).ask('lee', 'x')).toEqual({ kind: 'locked', seconds: 600 });
  });

  it.each([
    ['a fault', status(500)],
    ['an answer without end', (_form: URLSearchParams, reply: ServerResponse) => void reply.end('x'.repeat(100_000))],
    ['too many requests', status(429)],
    ['a page of a captive portal', status(200, { 'content-type': 'text/html' }, '<html>Welcome</html>')],
    ['an answer without a token', status(200, { 'content-type': 'application/json' }, '{"ok":true}')],
    ['a redirect', status(302, { location: 'http://127.0.0.1:1/v1/token' })],
    ['a connection that breaks', (_form: URLSearchParams, reply: ServerResponse) => void reply.destroy()],
  ])('takes %s for no answer', async (_what, answer) => {
    const { url, centre } = await startCentre();
    centre.answer = answer;
    expect(await centralHttp(url).ask('lee', passwords.lee)).toMatchObject({ kind: 'unreachable' });
    expect(centre.asked).toHaveLength(1);
  });
});

describe('a person of the centre', () => {
  const day = 86_400_000;
  const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string =>
    result.ok ? 'ok' : (result.error?.code ?? '?');

  async function connected() {
    const { url, centre, stop } = await startCentre();
    let desk: { signIn: ReturnType<typeof centralHttp>; graceDays: number } | null = {
      signIn: centralHttp(url),
      graceDays: 7,
    };
    const station = openTestSession({ central: () => desk });
    await station.setUp();
    const lee = { name: 'lee', printedName: 'A. Lee', role: 'operator', central: true } as const;
    const { user, oneTimePassword } = must(await addUser(station.context, lee));
    expect(oneTimePassword).toBe('');
    const off = (): void => {
      desk = null;
    };
    return { ...station, centre, stop, user, off };
  }

  it('signs in with what the centre says, and without it for the days of grace', async () => {
    const { session, stop, pass } = await connected();
    const enter = async (password: string) => codeOf(await session.signIn('lee', password));
    expect(await enter('wrong password')).toBe('IDENTITY_REFUSED');
    expect(await enter(passwords.lee)).toBe('ok');
    await stop();
    expect(await enter(passwords.lee)).toBe('ok');
    expect(await enter('wrong password')).toBe('IDENTITY_REFUSED');
    pass(7 * day);
    expect(await enter(passwords.lee)).toBe('ok');
    pass(1);
    expect(await enter(passwords.lee)).toBe('IDENTITY_GRACE_OVER');
  });

  it('has no grace on a clock that was set back, and none before the first sign-in', async () => {
    const { session, clock, stop } = await connected();
    must(await session.signIn('lee', passwords.lee));
    await stop();
    clock.wallMs -= day;
    expect(codeOf(await session.signIn('lee', passwords.lee))).toBe('IDENTITY_GRACE_OVER');
    const other = await connected();
    await other.stop();
    expect(codeOf(await other.session.signIn('lee', passwords.lee))).toBe('IDENTITY_REFUSED');
  });

  it('is refused at once when the centre refuses, whatever it said before', async () => {
    const { session, centre, context, user } = await connected();
    must(await session.signIn('lee', passwords.lee));
    centre.answer = status(401);
    expect(codeOf(await session.signIn('lee', passwords.lee))).toBe('IDENTITY_REFUSED');
    // And not let in for being offline afterwards.
    centre.answer = status(503);
    expect(codeOf(await session.signIn('lee', passwords.lee))).toBe('IDENTITY_REFUSED');
    centre.answer = accepts;
    must(await session.signIn('ada', passwords.ada));
    must(changeUser(context, user.id, { disabled: true }));
    expect(codeOf(await session.signIn('lee', passwords.lee))).toBe('IDENTITY_REFUSED');
  });

  it('cannot sign in where no centre is configured', async () => {
    const { session, off } = await connected();
    must(await session.signIn('lee', passwords.lee));
    off();
    // Said to whom the password is right only: others learn no names.
    expect(codeOf(await session.signIn('lee', 'another password'))).toBe('IDENTITY_REFUSED');
    expect(codeOf(await session.signIn('lee', passwords.lee))).toBe('IDENTITY_CENTRAL_OFF');
  });
});
