/** The centre's list of people comes down: whole, once, and only where people of the centre work. */
import type { StationUser } from '@fiducial/protocol/api';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../core/sync/answer.ts';
import { handToCentre } from '../identity/manage-users.ts';
import { userById, userByName } from '../identity/user-rows.ts';
import { openTestSession, passwords } from '../testing/staffed-station.ts';
import { must } from '../testing/station-fixture.ts';
import { peopleReceiver } from './people-receiver.ts';
import { readSyncState } from './sync-state.ts';
import { createSynchroniser } from './synchroniser.ts';
import type { Exchange } from './transport.ts';

/** As the centre makes them with this salt: a test of its own pins the same. */
const salt = Buffer.alloc(16, 7);
const badgeHashes = {
  '0000123456': 'EiX1Q7mlY9Bws5AtB/njtWBeP/MTXCsH+7QdzxJmMbs=',
  '0000654321': '3N5e3Zm7xqig6+L0blIz8DvtC+8AkNntql7UcBR+L3c=',
} as const;
const person = (name: string, more: Partial<StationUser> = {}): StationUser => ({
  id: `id-of-${name}`,
  username: name,
  printed_name: `${name} of site`,
  role: 'operator',
  disabled: false,
  password_tag: '1',
  badge_hash: null,
  ...more,
});

interface Options {
  readonly centralSignIn?: { readonly url: string; readonly graceDays: number } | null;
  readonly staffed?: boolean;
}
const url = 'https://centre.example';
const here = { url, graceDays: 7 };

/** A station whose centre has the people of `centre.people`; every look at it is a whole run of sending. */
async function connected({ centralSignIn = here, staffed = true }: Options = {}) {
  const centre = { people: [] as StationUser[], asked: [] as Exchange[], tag: '"1"', fails: false };
  const station = openTestSession({
    central: () => ({
      graceDays: 7,
      signIn: {
        ask: async (name) => {
          const found = centre.people.find(({ username }) => username === name);
          if (found === undefined || found.disabled) return { kind: 'refused' };
          const { id, username, printed_name: printedName, role, disabled, password_tag: passwordTag } = found;
          return { kind: 'accepted', person: { id, name: username, printedName, role, disabled, passwordTag } };
        },
      },
    }),
  });
  if (staffed) await station.setUp();
  const { context } = station;
  const reply = (status: number, body: unknown, etag: string | null): Reply => ({
    kind: 'reply',
    status,
    body: JSON.stringify(body),
    retryAfter: null,
    date: null,
    etag,
  });
  const look = async () => {
    const sync = createSynchroniser({
      context,
      target: () => ({ ok: true, value: { url, token: 'a-device-token', bytesPerSecond: null } }),
      openOriginal: () => {
        throw new Error('no picture waits');
      },
      receiveRecipe: null,
      people: peopleReceiver(context, () => ({ centralSignIn, centralSync: { url, bytesPerSecond: null } })),
      transport: {
        async exchange(request) {
          if (!request.url.endsWith('/v1/users')) return reply(404, {}, null);
          centre.asked.push(request);
          if (centre.fails) return { kind: 'unreachable', why: 'ECONNRESET' };
          if (request.headers['if-none-match'] === centre.tag) return reply(304, '', centre.tag);
          const list = { object: 'list', badge_salt: salt.toString('base64'), data: centre.people };
          return reply(200, list, centre.tag);
        },
      },
      timing: {
        nowMs: () => performance.now(),
        wallMs: () => Date.now(),
        sleep: async () => undefined,
        random: () => 0,
      },
      onChange: () => undefined,
      onProblem: () => undefined,
    });
    await sync.once();
    await sync.close();
  };
  const find = (name: string) => userByName(context.db, name);
  const state = () => must(context.db.read(() => readSyncState(context.db, 'refused')))?.users;
  const changed = (people: StationUser[]) => {
    centre.people = people;
    centre.tag = `"${Number.parseInt(centre.tag.slice(1), 10) + 1}"`;
  };
  return { ...station, centre, look, find, refusedOf: state, changed };
}

describe('people of the site', () => {
  it('are there with their roles before they ever came, and are asked for again at no cost', async () => {
    const { look, find, changed, centre, entries } = await connected();
    changed([person('lee', { role: 'engineer' }), person('kim', { disabled: true }), person('joe', { role: null })]);
    await look();
    expect(find('lee')).toMatchObject({
      printedName: 'lee of site',
      role: 'engineer',
      central: true,
      passwordHash: null,
    });
    expect([find('kim'), find('joe')]).toEqual([null, null]);
    const before = entries().length;
    await look();
    expect(centre.asked.at(-1)?.headers['if-none-match']).toBe(centre.tag);
    expect(entries()).toHaveLength(before);
  });

  it('who are disabled there, or gone, are shut out at the next look; who is enabled again comes back', async () => {
    const { look, find, changed, session } = await connected();
    changed([person('lee'), person('kim')]);
    await look();
    must(await session.signIn('lee', 'the password of lee'));
    changed([person('lee', { disabled: true })]);
    await look();
    expect(session.state().state).toBe('signed_out');
    expect([find('lee')?.disabled, find('kim')?.disabled]).toEqual([true, true]);
    changed([person('lee'), person('kim', { role: null })]);
    await look();
    expect([find('lee')?.disabled, find('kim')?.disabled]).toEqual([false, true]);
  });

  it('do not take over an account of the station’s own, which is noted; the others come', async () => {
    const { look, find, changed, refusedOf } = await connected();
    changed([person('ada', { role: 'operator' }), person('lee'), person('\u2028')]);
    await look();
    expect(find('ada')).toMatchObject({ central: false, role: 'admin' });
    expect(find('lee')).not.toBeNull();
    expect(refusedOf()).toEqual([
      { name: 'ada', code: 'IDENTITY_CENTRAL_NAME_TAKEN' },
      { name: '\u2028', code: 'IDENTITY_NAME_INVALID' },
    ]);
  });

  it('get an account of the station’s own when an administrator hands it over, and not before', async () => {
    const { look, find, changed, refusedOf, add, context, session } = await connected();
    const { id } = await add('lee', 'engineer');
    changed([person('lee')]);
    await look();
    expect(find('lee')).toMatchObject({ central: false, role: 'engineer' });
    expect(handToCentre(context, find('ada')!.id)).toMatchObject({ error: { code: 'IDENTITY_LAST_ADMIN' } });
    must(handToCentre(context, id));
    await look();
    expect(find('lee')).toMatchObject({ id, central: true, centralId: 'id-of-lee', role: 'operator' });
    expect(refusedOf()).toEqual([]);
    expect((await session.signIn('lee', 'the password of lee')).ok).toBe(true);
  });

  it('leave the station’s administrator in, whatever the list says', async () => {
    const { look, changed, session } = await connected();
    changed([person('ada', { disabled: true })]);
    await look();
    changed([]);
    await look();
    expect(must(await session.signIn('ada', passwords.ada)).person?.role).toBe('admin');
  });

  it('come back to their shift with the badge that the centre knows; two may exchange theirs', async () => {
    const { look, changed, session, find, context } = await connected();
    const { '0000123456': first, '0000654321': second } = badgeHashes;
    changed([person('lee', { badge_hash: first }), person('kim', { badge_hash: second })]);
    await look();
    must(await session.signIn('lee', 'the password of lee'));
    must(await session.signIn('kim', 'the password of kim'));
    expect(must(await session.switchTo({ factor: 'badge', secret: '0000123456\n' })).person?.name).toBe('lee');
    changed([person('lee', { badge_hash: second }), person('kim', { badge_hash: first })]);
    await look();
    expect(must(await session.switchTo({ factor: 'badge', secret: '0000123456' })).person?.name).toBe('kim');
    changed([person('lee'), person('kim', { badge_hash: first })]);
    await look();
    expect(find('lee')?.hasBadge).toBe(false);
    expect(userById(context.db, find('kim')!.id)?.hasBadge).toBe(true);
  });
});

describe('a station', () => {
  it('without people stays open, and asks for none', async () => {
    const { look, changed, centre, session, find } = await connected({ staffed: false });
    changed([person('lee')]);
    await look();
    expect(centre.asked).toEqual([]);
    expect([session.state().state, find('lee')]).toEqual(['open', null]);
  });

  it.each([
    ['that does not sign in with a centre', null],
    ['that signs in with another centre than results go to', { url: 'https://other.example', graceDays: 7 }],
  ])('%s asks for none', async (_what, centralSignIn) => {
    const { look, changed, centre } = await connected({ centralSignIn });
    changed([person('lee')]);
    await look();
    expect(centre.asked).toEqual([]);
  });

  it('keeps the people it had where the list does not arrive, or is none', async () => {
    const { look, changed, centre, find } = await connected();
    changed([person('lee')]);
    await look();
    centre.fails = true;
    changed([]);
    await look();
    centre.fails = false;
    changed([{ ...person('lee'), role: 'owner' as never }]);
    await look();
    expect(find('lee')).toMatchObject({ disabled: false, role: 'operator' });
  });
});
