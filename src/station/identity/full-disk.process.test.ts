/** A staffed station whose disk takes nothing: people come in to look, and what they did is in the log afterwards. */
import { describe, expect, it } from 'vitest';
import { lookingOperations, operations } from '../../core/identity/permissions.ts';
import { openTestSession, passwords } from '../testing/staffed-station.ts';
import { must } from '../testing/station-fixture.ts';
import { signInOnce } from './sign-in-once.ts';

const minute = 60_000;
const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string =>
  result.ok ? 'ok' : (result.error?.code ?? '?');

async function staffed() {
  const station = openTestSession();
  await station.setUp();
  const lee = await station.add('lee', 'operator');
  must(await station.session.signIn('lee', passwords.lee));
  must(await station.session.setPin(passwords.lee, '193751'));
  must(await station.session.signOut());
  return { ...station, lee };
}

describe('on a disk that takes nothing', () => {
  it.each(['DB_FULL', 'DB_READ_ONLY'] as const)(
    '(%s) somebody with the right password comes in and may look',
    async (why) => {
      const { session, context, disk } = await staffed();
      disk.refuses = why;
      expect(must(await session.signIn('ada', passwords.ada))).toMatchObject({
        state: 'signed_in',
        person: { name: 'ada' },
        lookingOnly: true,
        may: operations.filter((operation) => lookingOperations.has(operation)),
      });
      expect(codeOf(context.may('station.read'))).toBe('ok');
      expect(codeOf(context.may('board.review'))).toBe('IDENTITY_NOT_RECORDED');
      expect(codeOf(await session.sign('reviewed', { factor: 'password', secret: passwords.ada }))).toBe(
        'IDENTITY_NOT_RECORDED',
      );
    },
  );

  it('a role is not widened by it', async () => {
    const { session, context, disk } = await staffed();
    disk.refuses = 'DB_FULL';
    must(await session.signIn('lee', passwords.lee));
    expect(codeOf(context.may('user.manage'))).toBe('IDENTITY_FORBIDDEN');
  });

  it('everything works again with the first change that finds room, and the log says who came when', async () => {
    const station = await staffed();
    const { session, context, disk, entries } = station;
    disk.refuses = 'DB_FULL';
    must(await session.signIn('lee', passwords.lee));
    must(await session.lock('person'));
    const pin = { factor: 'pin', personId: station.lee.id, secret: '193751' } as const;
    must(await session.switchTo(pin));
    const before = entries().length;
    station.pass(5 * minute);
    disk.refuses = null;
    expect(codeOf(context.may('board.review'))).toBe('ok');
    expect(session.state().lookingOnly).toBe(false);
    expect(station.told.at(-1)?.lookingOnly).toBe(false);
    const told = entries().slice(before);
    expect(told.map(({ action, actor }) => [action, actor.name])).toEqual([
      ['person.signed_in', 'lee of bench'],
      ['session.locked', 'lee of bench'],
      ['person.signed_in', 'lee of bench'],
    ]);
    // When it happened, not when it could be stored.
    for (const { after } of told) expect(after.happened_at).toBe('2026-11-21T08:00:00.000Z');
  });

  it('somebody who was in before stays in as before: the disk itself refuses what they decide', async () => {
    const { session, context, disk } = await staffed();
    must(await session.signIn('lee', passwords.lee));
    disk.refuses = 'DB_FULL';
    expect(codeOf(context.may('board.review'))).toBe('ok');
    // Gone for a moment, back to look.
    must(await session.lock('person'));
    expect(must(await session.unlock(passwords.lee)).lookingOnly).toBe(true);
  });

  it('what waited is in the log before what came after it', async () => {
    const { session, disk, entries } = await staffed();
    disk.refuses = 'DB_FULL';
    must(await session.signIn('lee', passwords.lee));
    must(await session.signOut());
    disk.refuses = null;
    must(await session.signIn('ada', passwords.ada));
    expect(
      entries()
        .slice(-3)
        .map(({ action, actor }) => [action, actor.name]),
    ).toEqual([
      ['person.signed_in', 'lee of bench'],
      ['person.signed_out', 'lee of bench'],
      ['person.signed_in', 'Ada Lovelace'],
    ]);
    expect(session.state().lookingOnly).toBe(false);
  });

  it('five wrong tries in all, whatever the names, close the entrance for a quarter of an hour', async () => {
    const station = await staffed();
    const { session, disk } = station;
    disk.refuses = 'DB_FULL';
    for (const name of ['lee', 'ada', 'nobody here', 'lee'])
      expect(codeOf(await session.signIn(name, 'not the password'))).toBe('IDENTITY_REFUSED');
    // Coming in with one's own password forgives no guess at another's.
    must(await session.signIn('ada', passwords.ada));
    expect(codeOf(await session.signIn('lee', 'not the password'))).toBe('IDENTITY_TOO_MANY_FAILURES');
    expect(codeOf(await session.signIn('lee', passwords.lee))).toBe('IDENTITY_TOO_MANY_FAILURES');
    expect(codeOf(await session.signIn('ada', passwords.ada))).toBe('IDENTITY_TOO_MANY_FAILURES');
    station.pass(15 * minute);
    expect(codeOf(await session.signIn('lee', passwords.lee))).toBe('ok');
  });

  it('wrong tries count on once the disk takes a count, and are in the log', async () => {
    const { session, disk, entries } = await staffed();
    disk.refuses = 'DB_FULL';
    for (let n = 0; n < 4; n += 1) await session.signIn('lee', `guess ${n}`);
    disk.refuses = null;
    session.close();
    const failed = entries().filter(({ action }) => action === 'person.sign_in_failed');
    expect(failed.map(({ after }) => after.failures)).toEqual([1, 2, 3, 4]);
    expect(codeOf(await session.signIn('lee', 'guess 5'))).toBe('IDENTITY_TOO_MANY_FAILURES');
  });

  it('a name that was locked before stays locked', async () => {
    const { session, disk } = await staffed();
    for (let n = 0; n < 5; n += 1) await session.signIn('lee', `guess ${n}`);
    disk.refuses = 'DB_FULL';
    expect(codeOf(await session.signIn('lee', passwords.lee))).toBe('IDENTITY_TOO_MANY_FAILURES');
    expect(codeOf(await session.signIn('ada', passwords.ada))).toBe('ok');
  });

  it('a program of one try, which forgets its count, lets nobody in; nor does a disk that fails', async () => {
    const { session, context, disk } = await staffed();
    disk.refuses = 'DB_FULL';
    const once = await signInOnce(context, { name: 'ada', password: passwords.ada }, () => null);
    expect(codeOf(once)).toBe('DB_FULL');
    disk.refuses = 'DB_IO';
    expect(codeOf(await session.signIn('ada', passwords.ada))).toBe('DB_IO');
    expect(session.state()).toMatchObject({ state: 'signed_out', lookingOnly: false });
  });
});
