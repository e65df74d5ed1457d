/** People of the central service at a station: what the centre says of them holds, and it takes nobody over. */
import { describe, expect, it } from 'vitest';
import type { CentralAnswer, CentralPerson } from '../../core/identity/central-sign-in.ts';
import { openTestSession, passwords } from '../testing/staffed-station.ts';
import { must } from '../testing/station-fixture.ts';
import { endAccess, receivePerson } from './central-people.ts';
import { addUser, changeUser } from './manage-users.ts';
import { userByName } from './user-rows.ts';

const lee: CentralPerson = {
  id: '01890000-0000-7000-8000-00000000000a',
  name: 'lee',
  printedName: 'A. Lee',
  role: 'operator',
  disabled: false,
  passwordTag: '1',
};
const day = 86_400_000;

/** A staffed station whose centre says what the test wants, and notes whom it was asked about. */
async function connected(first: CentralAnswer = { kind: 'accepted', person: lee }) {
  const centre = { answer: first, asked: [] as { name: string; password: string }[] };
  const signIn = {
    async ask(name: string, password: string) {
      centre.asked.push({ name, password });
      return centre.answer;
    },
  };
  const station = openTestSession({ central: () => ({ signIn, graceDays: 7 }) });
  await station.setUp();
  const enter = async (name = 'lee', password: string = passwords.lee) => {
    const signedIn = await station.session.signIn(name, password);
    return signedIn.ok ? 'ok' : signedIn.error.code;
  };
  const receive = (person: CentralPerson) => {
    const { db } = station.context;
    return db.write(() => receivePerson(station.context, person));
  };
  const find = () => userByName(station.context.db, 'lee');
  return { ...station, centre, enter, receive, find };
}
const offline: CentralAnswer = { kind: 'unreachable', why: 'ECONNREFUSED' };

describe('whom the centre lets in', () => {
  it('is a person of the station from then on, with the role and the name of the centre; the log says who checked', async () => {
    const { enter, session, entries, centre, pass, clock } = await connected();
    expect(await enter()).toBe('ok');
    expect(session.state()).toMatchObject({
      person: { name: 'lee', printedName: 'A. Lee', role: 'operator' },
      graceUntil: null,
    });
    centre.answer = offline;
    pass(day);
    expect(await enter()).toBe('ok');
    expect(session.state().graceUntil).toBe(new Date(clock.wallMs + 6 * day).toISOString());
    const mine = entries().filter(({ action }) => /^person\.(added|signed_in)$/.test(action));
    expect(mine.slice(-3)).toMatchObject([
      {
        action: 'person.added',
        actor: { name: 'central service' },
        after: { name: 'lee', role: 'operator', central: 1 },
      },
      { action: 'person.signed_in', after: { checked_by: 'centre' } },
      { action: 'person.signed_in', after: { checked_by: 'grace' } },
    ]);
  });

  it('gets another role and another name with the next sign-in', async () => {
    const { enter, session, centre, entries } = await connected();
    await enter();
    centre.answer = { kind: 'accepted', person: { ...lee, role: 'engineer', printedName: 'Ann Lee' } };
    expect(await enter()).toBe('ok');
    expect(session.state().person).toMatchObject({ role: 'engineer', printedName: 'Ann Lee' });
    expect(entries().find(({ action }) => action === 'person.changed')).toMatchObject({
      actor: { name: 'central service' },
      after: { role: 'engineer', printed_name: 'Ann Lee' },
    });
  });

  it('is refused where the centre gave no role, and where a service does not say who somebody is', async () => {
    const { enter, centre, find } = await connected({ kind: 'accepted', person: { ...lee, role: null } });
    expect(await enter()).toBe('IDENTITY_CENTRAL_NO_ROLE');
    expect(find()).toBeNull();
    centre.answer = { kind: 'accepted', person: null };
    expect(await enter()).toBe('IDENTITY_CENTRAL_NO_ROLE');
    centre.answer = { kind: 'accepted', person: { ...lee, name: 'kim' } };
    expect(await enter()).toBe('IDENTITY_REFUSED');
  });

  it('is told that the centre locked the name, which is no wrong try here', async () => {
    const { enter, centre, entries } = await connected({ kind: 'locked', seconds: 600 });
    for (let n = 0; n < 6; n += 1) expect(await enter()).toBe('IDENTITY_CENTRAL_LOCKED');
    expect(entries().at(-1)).toMatchObject({
      action: 'person.sign_in_failed',
      reason: 'IDENTITY_CENTRAL_LOCKED',
      after: { failures: 0 },
    });
    centre.answer = { kind: 'accepted', person: lee };
    expect(await enter()).toBe('ok');
  });
});

describe('a no of the centre', () => {
  it('is final: what was kept here is not asked, and the password that it withdrew is worth nothing offline', async () => {
    const { enter, centre } = await connected();
    await enter();
    centre.answer = { kind: 'refused' };
    expect(await enter()).toBe('IDENTITY_REFUSED');
    centre.answer = offline;
    expect(await enter()).toBe('IDENTITY_REFUSED');
  });

  it('ends the grace of a password that was changed there, at the next look at the list', async () => {
    const { enter, centre, receive } = await connected();
    await enter();
    centre.answer = offline;
    expect(await enter()).toBe('ok');
    must(receive({ ...lee, passwordTag: '2' }));
    expect(await enter()).toBe('IDENTITY_REFUSED');
    // Negative control: the same password goes on.
    centre.answer = { kind: 'accepted', person: { ...lee, passwordTag: '2' } };
    await enter();
    centre.answer = offline;
    must(receive({ ...lee, passwordTag: '2' }));
    expect(await enter()).toBe('ok');
  });

  it('shuts out who was disabled there, whose session is open too, until it lets them in again', async () => {
    const { enter, centre, receive, session, find } = await connected();
    await enter();
    must(receive({ ...lee, disabled: true }));
    expect(session.state().state).toBe('signed_out');
    centre.answer = offline;
    expect(await enter()).toBe('IDENTITY_REFUSED');
    centre.answer = { kind: 'accepted', person: lee };
    expect(await enter()).toBe('ok');
    expect(find()).toMatchObject({ disabled: false });
  });
});

describe('the station’s own people', () => {
  it('are not taken over by somebody of the same name, who is told so nowhere but in the list', async () => {
    const { enter, centre, add, session, receive } = await connected();
    await add('lee', 'engineer');
    // The own account's password counts, and goes nowhere.
    expect(await enter('lee', passwords.lee)).toBe('ok');
    expect(session.state().person).toMatchObject({ role: 'engineer' });
    expect(centre.asked).toEqual([]);
    expect(receive(lee)).toMatchObject({ ok: false, error: { code: 'IDENTITY_CENTRAL_NAME_TAKEN' } });
    expect(await enter('lee', 'the password of the centre')).toBe('IDENTITY_REFUSED');
  });

  it('are not told apart by time: a wrong password of theirs asks the centre about nobody, never with that password', async () => {
    const { enter, centre } = await connected({ kind: 'refused' });
    expect(await enter('ada', 'a wrong password')).toBe('IDENTITY_REFUSED');
    expect(await enter('nobody', 'a wrong password')).toBe('IDENTITY_REFUSED');
    expect(centre.asked).toHaveLength(2);
    expect(centre.asked[0]).not.toMatchObject({ name: 'ada' });
    expect(centre.asked[0]?.password).not.toBe('a wrong password');
    expect(centre.asked[1]).toMatchObject({ name: 'nobody' });
  });

  it('always have an administrator whom the centre cannot lock out', async () => {
    const { enter, session, context, find } = await connected({ kind: 'accepted', person: { ...lee, role: 'admin' } });
    await enter();
    const ada = userByName(context.db, 'ada')!;
    expect(changeUser(context, ada.id, { disabled: true })).toMatchObject({ error: { code: 'IDENTITY_LAST_ADMIN' } });
    expect(changeUser(context, ada.id, { role: 'operator' })).toMatchObject({ error: { code: 'IDENTITY_LAST_ADMIN' } });
    // Whom the centre sent away at once: the own administrator is still there.
    must(context.db.write(() => endAccess(context, find()!)));
    expect(session.state().state).toBe('signed_out');
    expect(must(await session.signIn('ada', passwords.ada)).person?.role).toBe('admin');
  });

  it('say who may work here, and what the centre says of its people is changed there', async () => {
    const { enter, session, context, find } = await connected();
    await enter();
    must(await session.signIn('ada', passwords.ada));
    const { id } = find()!;
    expect(changeUser(context, id, { role: 'admin' })).toMatchObject({ error: { code: 'IDENTITY_PERSON_CENTRAL' } });
    must(changeUser(context, id, { disabled: true }));
    expect(await enter()).toBe('IDENTITY_REFUSED');
    must(changeUser(context, id, { disabled: false }));
    must(context.db.write(() => endAccess(context, find()!)));
    expect(changeUser(context, id, { disabled: false })).toMatchObject({
      error: { code: 'IDENTITY_DISABLED_CENTRALLY' },
    });
  });
});

it('somebody who gets a name that another had at the centre is not that other', async () => {
  const { enter, centre } = await connected();
  await enter();
  centre.answer = { kind: 'accepted', person: { ...lee, id: '01890000-0000-7000-8000-00000000000b' } };
  expect(await enter()).toBe('IDENTITY_CENTRAL_NAME_TAKEN');
});

it('a person who was added here by hand is the centre’s from the first sign-in', async () => {
  const { enter, context, find } = await connected();
  must(await addUser(context, { name: 'lee', printedName: 'Lee', role: 'engineer', central: true }));
  expect(await enter()).toBe('ok');
  expect(find()).toMatchObject({ centralId: lee.id, role: 'operator', printedName: 'A. Lee' });
});
