import { afterEach, expect, it, vi } from 'vitest';
import { openTestSession, passwords } from '../testing/staffed-station.ts';
import { must } from '../testing/station-fixture.ts';
import { resetPassword, setBadgeOf } from './manage-users.ts';

const library = '@node-rs/argon2';
afterEach(() => vi.doUnmock(library));

/** As on a computer where the program was installed for another processor, or half of it. */
const loseLibrary = (): void =>
  void vi.doMock(library, () => {
    throw new Error('cannot open shared object file');
  });

const failed = { ok: false, error: { code: 'IDENTITY_CHECK_FAILED' } };

it('a computer that can check no secret lets nobody in, says so, and holds it against nobody', async () => {
  const station = openTestSession();
  await station.setUp();
  const lee = await station.add('lee', 'operator');
  must(await setBadgeOf(station.context, lee.id, 'BADGE-000017'));
  must(await station.session.signIn('lee', passwords.lee));
  must(await station.session.setPin(passwords.lee, '193751'));
  must(await station.session.lock('person'));
  loseLibrary();
  // One more than locks a name.
  for (let n = 0; n < 6; n += 1) expect(await station.session.signIn('lee', passwords.lee)).toMatchObject(failed);
  expect(await station.session.signIn('nobody here', passwords.lee)).toMatchObject(failed);
  const pin = { factor: 'pin', personId: lee.id, secret: '193751' } as const;
  expect(await station.session.switchTo(pin)).toMatchObject(failed);
  expect(await station.session.switchTo({ factor: 'badge', secret: 'BADGE-000017' })).toMatchObject(failed);
  expect(await station.session.recover('ada', 'AAAAA-AAAAA-AAAAA-AAAAA', passwords.kim)).toMatchObject(failed);
  expect(station.session.state().state).toBe('locked');
  expect(station.entries().filter(({ action }) => action === 'person.locked_out')).toEqual([]);
  vi.doUnmock(library);
  expect(must(await station.session.unlock(passwords.lee)).state).toBe('signed_in');
});

it('gives no first administrator, no password and no badge there, and changes nothing', async () => {
  loseLibrary();
  const station = openTestSession();
  const ada = { name: 'ada', printedName: 'Ada Lovelace', password: passwords.ada };
  expect(await station.session.setUp(ada)).toMatchObject(failed);
  expect(station.session.state().state).toBe('open');
  vi.doUnmock(library);
  await station.setUp();
  const lee = await station.add('lee', 'operator');
  loseLibrary();
  expect(await resetPassword(station.context, lee.id)).toMatchObject(failed);
  expect(await setBadgeOf(station.context, lee.id, 'BADGE-000017')).toMatchObject(failed);
  expect(await station.session.setPin(passwords.ada, '193751')).toMatchObject(failed);
  vi.doUnmock(library);
  expect((await station.session.signIn('lee', passwords.lee)).ok).toBe(true);
});
