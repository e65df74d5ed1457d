import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { operations } from '../../core/identity/permissions.ts';
import { openTestSession, passwords } from '../testing/staffed-station.ts';
import { must } from '../testing/station-fixture.ts';
import { changeUser, resetPassword, setBadgeOf, unlockUser } from './manage-users.ts';
import { userByName } from './user-rows.ts';

const minute = 60_000;
const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string =>
  result.ok ? 'ok' : (result.error?.code ?? '?');
/** Wrong tries of a name, one after another. */
async function fail(station: ReturnType<typeof openTestSession>, name: string, times: number): Promise<string[]> {
  const codes: string[] = [];
  for (let n = 0; n < times; n += 1) codes.push(codeOf(await station.session.signIn(name, `wrong password ${n}`)));
  return codes;
}

describe('a station without people', () => {
  it('is open: everything works, and nobody can sign in', async () => {
    const { session, context } = openTestSession();
    expect(session.state()).toMatchObject({ state: 'open', person: null, signing: 'none' });
    expect(session.state().may).toEqual(operations);
    expect(context.actor).toMatchObject({ name: 'bench' });
    expect(codeOf(await session.signIn('ada', passwords.ada))).toBe('IDENTITY_NO_PEOPLE');
    expect(await session.sign('reviewed', null)).toMatchObject({ value: { printedName: 'bench', factor: 'none' } });
  });

  it('is nobody’s while its database does not tell whether there are people', () => {
    const { session, context } = openTestSession({ failingReads: 2 });
    expect(session.state()).toMatchObject({ state: 'signed_out', may: [] });
    expect(codeOf(context.may('recipe.change'))).toBe('IDENTITY_SIGN_IN_REQUIRED');
    expect(session.state().state).toBe('open');
  });

  it('belongs to its people once the first administrator is there', async () => {
    const station = openTestSession();
    const recoveryCode = await station.setUp();
    expect(station.session.state()).toMatchObject({
      state: 'signed_in',
      person: { name: 'ada', role: 'admin' },
      signing: 'password',
    });
    expect(recoveryCode).toMatch(/^(\w{5}-){3}\w{5}$/);
    const second = await station.session.setUp({ name: 'eve', printedName: 'Eve', password: passwords.lee });
    expect(codeOf(second)).toBe('IDENTITY_ALREADY_SET_UP');
    must(await station.session.signOut());
    for (const operation of operations)
      expect(codeOf(station.context.may(operation))).toBe('IDENTITY_SIGN_IN_REQUIRED');
    expect(station.context.actor).toEqual({ id: 'station', name: 'bench-1', role: 'line' });
    const actions = station.entries().map(({ action }) => action);
    expect(actions).toEqual(['person.added', 'access.recovery_code_made', 'person.signed_in', 'person.signed_out']);
  });

  it('keeps out a first administrator with a password that is guessed first', async () => {
    const { session } = openTestSession();
    for (const password of ['short', 'password1234', 'Ada Lovelace 1'])
      expect(codeOf(await session.setUp({ name: 'ada', printedName: 'Ada Lovelace', password }))).toMatch(
        /IDENTITY_PASSWORD_/,
      );
    expect(session.state().state).toBe('open');
  });
});

describe('signing in', () => {
  it('says the same for a wrong password and a name that nobody has, and takes about as long', async () => {
    const station = openTestSession();
    await station.setUp();
    const cpu = async (name: string) => {
      const before = process.cpuUsage();
      const answer = await station.session.signIn(name, 'not the password');
      const { user, system } = process.cpuUsage(before);
      return { answer, ms: (user + system) / 1000 };
    };
    const known = await cpu('ada');
    const unknown = await cpu('eve');
    expect(unknown.answer).toEqual(known.answer);
    // A hash costs 20 ms or more; without one the answer takes less than one.
    expect(unknown.ms).toBeGreaterThan(known.ms / 4);
  });

  it('finds a name whatever its letters’ case', async () => {
    const { session, setUp } = openTestSession();
    await setUp();
    expect(codeOf(await session.signIn(' ADA ', passwords.ada))).toBe('ok');
  });

  it('locks a name after five wrong tries for a quarter of an hour, whether or not somebody has it', async () => {
    const station = openTestSession();
    await station.setUp();
    for (const name of ['ada', 'nobody here']) {
      const refused = 'IDENTITY_REFUSED';
      expect(await fail(station, name, 6)).toEqual([
        ...Array<string>(4).fill(refused),
        'IDENTITY_TOO_MANY_FAILURES',
        'IDENTITY_TOO_MANY_FAILURES',
      ]);
    }
    expect(await station.session.signIn('ada', passwords.ada)).toMatchObject({
      error: { code: 'IDENTITY_TOO_MANY_FAILURES', details: { seconds: 900 } },
    });
    station.pass(15 * minute - 1);
    expect(codeOf(await station.session.signIn('ada', passwords.ada))).toBe('IDENTITY_TOO_MANY_FAILURES');
    station.pass(1);
    expect(codeOf(await station.session.signIn('ada', passwords.ada))).toBe('ok');
    expect(station.entries().filter(({ action }) => action === 'person.locked_out')).toHaveLength(2);
  });

  it('gives tries at once no more than tries one after another', async () => {
    const station = openTestSession();
    await station.setUp();
    const guesses = [...Array.from({ length: 8 }, (_, n) => `wrong password ${n}`), passwords.ada];
    const answers = await Promise.all(guesses.map((guess) => station.session.signIn('ada', guess)));
    expect(answers.filter((answer) => codeOf(answer) === 'IDENTITY_REFUSED')).toHaveLength(4);
    expect(codeOf(answers.at(-1)!)).toBe('IDENTITY_TOO_MANY_FAILURES');
  });

  it('stays locked over a restart, also with the clock ten years back, and not for good', async () => {
    const first = openTestSession();
    await first.setUp();
    await fail(first, 'ada', 5);
    first.close();
    const clock = { wallMs: first.clock.wallMs - 3650 * 86_400_000, monoMs: 50, bootId: 'second boot' };
    const second = openTestSession({ file: first.file, clock });
    expect(codeOf(await second.session.signIn('ada', passwords.ada))).toBe('IDENTITY_TOO_MANY_FAILURES');
    second.pass(15 * minute);
    expect(codeOf(await second.session.signIn('ada', passwords.ada))).toBe('ok');
  });

  it('is possible again when an administrator says so', async () => {
    const station = openTestSession();
    await station.setUp();
    const lee = await station.add('lee', 'operator');
    await fail(station, 'lee', 5);
    must(unlockUser(station.context, lee.id));
    expect(codeOf(await station.session.signIn('lee', passwords.lee))).toBe('ok');
  });

  it('with a one-time password lets nothing happen but choosing a password', async () => {
    const station = openTestSession();
    await station.setUp();
    const lee = await station.add('lee', 'engineer');
    const { oneTimePassword } = must(await resetPassword(station.context, lee.id));
    expect(codeOf(await station.session.signIn('lee', passwords.lee))).toBe('IDENTITY_REFUSED');
    expect(must(await station.session.signIn('lee', oneTimePassword))).toMatchObject({
      passwordExpired: true,
      may: [],
    });
    expect(codeOf(station.context.may('station.read'))).toBe('IDENTITY_PASSWORD_EXPIRED');
    expect(codeOf(await station.session.setPin(oneTimePassword, '193751'))).toBe('IDENTITY_PASSWORD_EXPIRED');
    expect(codeOf(await station.session.changePassword(oneTimePassword, 'lee of bench'))).toBe(
      'IDENTITY_PASSWORD_COMMON',
    );
    expect(must(await station.session.changePassword(oneTimePassword, passwords.kim)).passwordExpired).toBe(false);
    expect(codeOf(station.context.may('recipe.change'))).toBe('ok');
    expect(codeOf(await station.session.signIn('lee', oneTimePassword))).toBe('IDENTITY_REFUSED');
  });
});

describe('a session', () => {
  it('locks when nobody touches it, and only its person’s password or somebody else opens it', async () => {
    const station = openTestSession({ idleMinutes: 5 });
    await station.setUp();
    station.pass(4 * minute);
    station.session.active();
    station.pass(4 * minute);
    expect(codeOf(station.context.may('board.review'))).toBe('ok');
    // Looking does not count as working: the window asks by itself.
    station.pass(4 * minute);
    station.context.may('station.read');
    station.pass(minute);
    expect(codeOf(station.context.may('board.review'))).toBe('IDENTITY_LOCKED');
    station.session.active();
    expect(station.session.state().state).toBe('locked');
    expect(codeOf(await station.session.unlock('not the password'))).toBe('IDENTITY_REFUSED');
    expect(must(await station.session.unlock(passwords.ada)).state).toBe('signed_in');
  });

  it('locks at once when asked, says so in the log, and a locked one stays locked', async () => {
    const station = openTestSession();
    await station.setUp();
    expect(must(await station.session.lock('person')).state).toBe('locked');
    expect(must(await station.session.lock('person')).state).toBe('locked');
    expect(station.entries().filter(({ action }) => action === 'session.locked')).toHaveLength(1);
    expect(station.told.at(-1)).toMatchObject({ state: 'locked', person: { name: 'ada' }, may: [] });
  });

  it('ends for who is disabled, and follows a new role at once', async () => {
    const station = openTestSession();
    await station.setUp();
    const lee = await station.add('lee', 'engineer');
    const acting = { ...station.context, may: () => ({ ok: true, value: undefined }) as const };
    must(await station.session.signIn('lee', passwords.lee));
    expect(codeOf(station.context.may('recipe.change'))).toBe('ok');
    must(changeUser(acting, lee.id, { role: 'operator' }));
    expect(codeOf(station.context.may('recipe.change'))).toBe('IDENTITY_FORBIDDEN');
    must(changeUser(acting, lee.id, { disabled: true }));
    expect(codeOf(station.context.may('station.read'))).toBe('IDENTITY_SIGN_IN_REQUIRED');
    expect(codeOf(await station.session.signIn('lee', passwords.lee))).toBe('IDENTITY_REFUSED');
  });
});

describe('a shared bench', () => {
  async function bench() {
    const station = openTestSession({ idleMinutes: null });
    await station.setUp();
    const lee = await station.add('lee', 'operator');
    must(await setBadgeOf(station.context, lee.id, 'BADGE-000017\r\n'));
    must(await station.session.signIn('lee', passwords.lee));
    must(await station.session.setPin(passwords.lee, '193751'));
    return { ...station, lee };
  }

  it('is handed over with a PIN or a badge to who gave the password in this shift', async () => {
    const { session, lee, entries } = await bench();
    must(await session.signIn('ada', passwords.ada));
    expect(session.state().present).toEqual([{ id: lee.id, printedName: 'lee of bench', pin: true, badge: true }]);
    const byPin = await session.switchTo({ factor: 'pin', personId: lee.id, secret: '193751' });
    expect(must(byPin).person?.name).toBe('lee');
    must(await session.signIn('ada', passwords.ada));
    const byBadge = await session.switchTo({ factor: 'badge', secret: 'BADGE-000017\r\n' });
    expect(must(byBadge).person?.name).toBe('lee');
    expect(entries().filter(({ action }) => action === 'person.signed_out')).toHaveLength(5);
  });

  it('wants the password again after a shift, after signing out, and in a program that was started anew', async () => {
    const first = await bench();
    const pin = { factor: 'pin', personId: first.lee.id, secret: '193751' } as const;
    first.pass(12 * 60 * minute);
    expect(codeOf(await first.session.switchTo(pin))).toBe('IDENTITY_PASSWORD_NEEDED');
    must(await first.session.signIn('lee', passwords.lee));
    must(await first.session.signOut());
    expect(codeOf(await first.session.switchTo(pin))).toBe('IDENTITY_PASSWORD_NEEDED');
    expect(codeOf(await first.session.switchTo({ factor: 'badge', secret: 'BADGE-000017' }))).toBe(
      'IDENTITY_PASSWORD_NEEDED',
    );
    first.close();
    const second = openTestSession({ file: first.file, clock: first.clock });
    expect(codeOf(await second.session.switchTo(pin))).toBe('IDENTITY_PASSWORD_NEEDED');
  });

  it('counts wrong PINs and wrong badges like wrong passwords', async () => {
    const { session, lee } = await bench();
    const wrong = { factor: 'pin', personId: lee.id, secret: '193752' } as const;
    for (let n = 0; n < 4; n += 1) expect(codeOf(await session.switchTo(wrong))).toBe('IDENTITY_REFUSED');
    expect(codeOf(await session.switchTo(wrong))).toBe('IDENTITY_TOO_MANY_FAILURES');
    expect(codeOf(await session.signIn('lee', passwords.lee))).toBe('IDENTITY_TOO_MANY_FAILURES');
    const badge = (secret: string) => session.switchTo({ factor: 'badge', secret });
    for (let n = 0; n < 4; n += 1) expect(codeOf(await badge('BADGE-000018'))).toBe('IDENTITY_REFUSED');
    expect(codeOf(await badge('BADGE-000018'))).toBe('IDENTITY_TOO_MANY_FAILURES');
    expect(codeOf(await badge('BADGE-000017'))).toBe('IDENTITY_TOO_MANY_FAILURES');
  });

  it('lets nobody in with the badge of somebody who was disabled', async () => {
    const { session, context, lee } = await bench();
    must(await session.signIn('ada', passwords.ada));
    must(changeUser(context, lee.id, { disabled: true }));
    expect(codeOf(await session.switchTo({ factor: 'badge', secret: 'BADGE-000017' }))).toBe('IDENTITY_REFUSED');
    expect(session.state().person?.name).toBe('ada');
    must(changeUser(context, lee.id, { disabled: false }));
    // Negative control: nothing else is wrong with it.
    expect(codeOf(await session.switchTo({ factor: 'badge', secret: 'BADGE-000017' }))).not.toBe('IDENTITY_REFUSED');
  });

  it('gives no badge to two people', async () => {
    const { session } = await bench();
    must(await session.signIn('ada', passwords.ada));
    expect(codeOf(await session.setBadge(passwords.ada, 'BADGE-000017'))).toBe('IDENTITY_BADGE_TAKEN');
    expect(codeOf(await session.setBadge('not the password', 'BADGE-000099'))).toBe('IDENTITY_REFUSED');
    expect(codeOf(await session.setBadge(passwords.ada, 'BADGE-000099'))).toBe('ok');
  });
});

describe('a signature', () => {
  async function signing() {
    const station = openTestSession();
    await station.setUp();
    const lee = await station.add('lee', 'operator');
    must(await station.session.setBadge(passwords.ada, 'BADGE-000001'));
    must(await station.session.signIn('lee', passwords.lee));
    must(await station.session.setPin(passwords.lee, '193751'));
    return { ...station, lee };
  }
  const password = { factor: 'password', secret: passwords.lee } as const;
  const pin = { factor: 'pin', secret: '193751' } as const;

  it('needs the password first, and one factor after it', async () => {
    const { session, lee } = await signing();
    expect(codeOf(await session.sign('reviewed', null))).toBe('IDENTITY_SIGNATURE_REQUIRED');
    expect(codeOf(await session.sign('reviewed', pin))).toBe('IDENTITY_SIGNATURE_PASSWORD');
    expect(must(await session.sign('reviewed', password))).toEqual({
      personId: lee.id,
      printedName: 'lee of bench',
      meaning: 'reviewed',
      factor: 'password',
    });
    expect(session.state().signing).toBe('any');
    expect(must(await session.sign('reviewed', pin)).factor).toBe('pin');
    must(await session.lock('person'));
    must(await session.switchTo({ ...pin, personId: lee.id }));
    expect(codeOf(await session.sign('reviewed', pin))).toBe('IDENTITY_SIGNATURE_PASSWORD');
  });

  it('is nobody else’s, and says what its person may say', async () => {
    const { session } = await signing();
    must(await session.sign('reviewed', password));
    expect(codeOf(await session.sign('reviewed', { factor: 'badge', secret: 'BADGE-000001' }))).toBe(
      'IDENTITY_OTHER_PERSON',
    );
    expect(codeOf(await session.sign('approved', password))).toBe('IDENTITY_FORBIDDEN');
    expect(codeOf(await session.sign('released_with_concession', password))).toBe('IDENTITY_FORBIDDEN');
  });

  it('that came while somebody else signed in is refused', async () => {
    const { session } = await signing();
    const [signed, entered] = await Promise.all([
      session.sign('reviewed', password),
      session.signIn('ada', passwords.ada),
    ]);
    expect(codeOf(entered)).toBe('ok');
    if (signed.ok) expect(signed.value.printedName).toBe('lee of bench');
    else expect(signed.error.code).toBe('IDENTITY_OTHER_PERSON');
  });

  it('guessed at too often locks the session', async () => {
    const { session } = await signing();
    must(await session.sign('reviewed', password));
    for (let n = 0; n < 5; n += 1) await session.sign('reviewed', { factor: 'pin', secret: '555444' });
    expect(session.state().state).toBe('locked');
  });
});

describe('when an administrator’s password is lost', () => {
  it('the printed code gives a new one, once', async () => {
    const station = openTestSession();
    const recoveryCode = await station.setUp();
    must(await station.session.signOut());
    const wrong = await station.session.recover('ada', 'AAAAA-AAAAA-AAAAA-AAAAA', passwords.kim);
    expect(codeOf(wrong)).toBe('IDENTITY_REFUSED');
    const typed = recoveryCode.toLowerCase().replaceAll('-', '');
    const recovered = must(await station.session.recover('ada', typed, passwords.kim));
    expect(recovered.session).toMatchObject({ state: 'signed_in', person: { name: 'ada' } });
    expect(codeOf(await station.session.recover('ada', recoveryCode, passwords.lee))).toBe('IDENTITY_REFUSED');
    expect(codeOf(await station.session.signIn('ada', passwords.ada))).toBe('IDENTITY_REFUSED');
    expect(codeOf(await station.session.recover('ada', recovered.recoveryCode, passwords.ada))).toBe('ok');
    expect(station.entries().filter(({ action }) => action === 'access.recovered')).toHaveLength(2);
  });

  it('there is always an administrator left who can sign in', async () => {
    const station = openTestSession();
    await station.setUp();
    const ada = userByName(station.context.db, 'ada')!;
    const refused = (change: Parameters<typeof changeUser>[2]) => codeOf(changeUser(station.context, ada.id, change));
    expect(refused({ role: 'engineer' })).toBe('IDENTITY_LAST_ADMIN');
    expect(refused({ disabled: true })).toBe('IDENTITY_LAST_ADMIN');
    await station.add('kim', 'admin');
    expect(refused({ role: 'engineer' })).toBe('ok');
  });
});

it('no secret, nor what was typed as a name, is on the disk or in the log', async () => {
  const station = openTestSession();
  const recoveryCode = await station.setUp();
  const lee = await station.add('lee', 'operator');
  must(await station.session.setPin(passwords.ada, '193751'));
  must(await station.session.setBadge(passwords.ada, 'BADGE-000017'));
  const { oneTimePassword } = must(await resetPassword(station.context, lee.id));
  await station.session.signIn('typed my password here', 'wrong password');
  const stored = ['', '-wal'].map((end) => readFileSync(`${station.file}${end}`, 'latin1')).join('');
  // Negative control: what is stored is found.
  expect(stored).toContain('lee of bench');
  const secrets = [...Object.values(passwords), recoveryCode, '193751', 'BADGE-000017', oneTimePassword];
  for (const secret of [...secrets, 'typed my password here', 'wrong password']) expect(stored).not.toContain(secret);
});
