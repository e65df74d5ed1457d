/** The field for the PIN is where badges are scanned by mistake. */
import { describe, expect, it } from 'vitest';
import { openTestSession, passwords } from '../testing/staffed-station.ts';
import { must } from '../testing/station-fixture.ts';

const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string =>
  result.ok ? 'ok' : (result.error?.code ?? '?');

/** Ada has a badge of digits, Lee a PIN and a badge of digits; both gave their password in this shift. */
async function bench() {
  const station = openTestSession({ idleMinutes: null });
  await station.setUp();
  must(await station.session.setBadge(passwords.ada, '70001234'));
  const lee = await station.add('lee', 'operator');
  must(await station.session.signIn('lee', passwords.lee));
  must(await station.session.setPin(passwords.lee, '193751'));
  must(await station.session.setBadge(passwords.lee, '80005678'));
  const inPinField = async (secret: string) =>
    codeOf(await station.session.switchTo({ factor: 'pin', personId: lee.id, secret }));
  return { ...station, lee, inPinField };
}

const who = ({ session }: Awaited<ReturnType<typeof bench>>) => session.state().person?.name;
const newest = ({ entries }: Awaited<ReturnType<typeof bench>>, action: string) =>
  entries()
    .filter((entry) => entry.action === action)
    .at(-1);

describe('a badge of digits that is scanned where the PIN was asked', () => {
  it('is a badge: of the person who was asked, or of whoever has it', async () => {
    const station = await bench();
    must(await station.session.lock('person'));
    expect(await station.inPinField('80005678\r\n')).toBe('ok');
    expect(newest(station, 'person.signed_in')).toMatchObject({
      actor: { name: 'lee of bench' },
      after: { factor: 'badge' },
    });
    expect(await station.inPinField('70001234')).toBe('ok');
    expect(who(station)).toBe('ada');
    expect(newest(station, 'person.sign_in_failed')).toBeUndefined();
  });

  it('never locks anybody, however often it is scanned there', async () => {
    const station = await bench();
    for (let n = 0; n < 6; n += 1) expect(await station.inPinField('70001234')).toBe('ok');
    expect(await station.inPinField('193751')).toBe('ok');
    expect(who(station)).toBe('lee');
  });

  it('counts once where it is nobody’s, and the fifth locks the person', async () => {
    const station = await bench();
    for (let n = 0; n < 4; n += 1) expect(await station.inPinField('99999990')).toBe('IDENTITY_REFUSED');
    expect(newest(station, 'person.sign_in_failed')?.after).toMatchObject({ factor: 'pin', failures: 4 });
    expect(await station.inPinField('99999990')).toBe('IDENTITY_TOO_MANY_FAILURES');
    expect(await station.inPinField('193751')).toBe('IDENTITY_TOO_MANY_FAILURES');
  });

  it('forgives no wrong PIN of somebody else', async () => {
    const station = await bench();
    for (let n = 0; n < 4; n += 1) {
      expect(await station.inPinField('193752')).toBe('IDENTITY_REFUSED');
      // Ada’s own badge between the guesses.
      expect(await station.inPinField('70001234')).toBe('ok');
    }
    expect(await station.inPinField('193752')).toBe('IDENTITY_TOO_MANY_FAILURES');
  });

  it('is no way around a lock of the badges', async () => {
    const station = await bench();
    const badge = (secret: string) => station.session.switchTo({ factor: 'badge', secret });
    for (let n = 0; n < 5; n += 1) await badge('10000000');
    expect(codeOf(await badge('70001234'))).toBe('IDENTITY_TOO_MANY_FAILURES');
    expect(await station.inPinField('70001234')).toBe('IDENTITY_REFUSED');
    expect(await station.inPinField('193751')).toBe('ok');
  });

  it('of other characters is a badge as well, and no try at the PIN', async () => {
    const station = await bench();
    must(await station.session.setBadge(passwords.lee, 'BADGE-000017'));
    expect(await station.inPinField('BADGE-000017')).toBe('ok');
    expect(await station.inPinField('BADGE-000018')).toBe('IDENTITY_REFUSED');
    expect(newest(station, 'person.sign_in_failed')?.after).toMatchObject({ factor: 'badge', failures: 1 });
  });

  it('signs as what it is, and not for somebody else', async () => {
    const { session } = await bench();
    must(await session.sign('reviewed', { factor: 'password', secret: passwords.lee }));
    expect(must(await session.sign('reviewed', { factor: 'pin', secret: '80005678' })).factor).toBe('badge');
    expect(codeOf(await session.sign('reviewed', { factor: 'pin', secret: '70001234' }))).toBe('IDENTITY_OTHER_PERSON');
    expect(must(await session.sign('reviewed', { factor: 'pin', secret: '193751' })).factor).toBe('pin');
  });
});
