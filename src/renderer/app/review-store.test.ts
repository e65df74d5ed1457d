import { describe, expect, it } from 'vitest';
import type { ReplyError, StationClient } from './client.ts';
import { type Board, createReviewStore, type Defect, undecidedAfter } from './review-store.ts';

const id = (n: number) => `0190f000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const defect = (n: number): Defect => ({
  id: id(n),
  type: 'short',
  box: { x: 0, y: 0, width: 8, height: 8 },
  confidence: 0.9,
  severity: 'high',
  origin: 'model',
  verification: 'not_verified',
  reason: '',
  note: '',
  decidedBy: null,
  decidedAt: null,
});

const newBoard = (): Board => ({
  id: id(1),
  part: 'PCB-2002',
  lot: null,
  serial: '000431',
  startedAt: '2026-01-01T00:00:00.000Z',
  status: 'completed',
  verdict: null,
  error: null,
  image: null,
  golden: null,
  registration: null,
  registrationPoor: false,
  registrationDoubt: null,
  mmPerPx: null,
  recipe: { name: 'PCB-2002', version: 1 },
  model: null,
  provider: null,
  timingsMs: {},
  defects: [defect(11), defect(12), defect(13)],
  annotations: [],
  implied: { verdict: null, rule: 'V7', signing: { verdict: 'fail', confirmed: [], undecided: 3, refused: null } },
  signedOff: null,
  revision: 1,
  auditSeq: 0,
});

const nextBoard: Board = { ...newBoard(), id: id(2), serial: '000432', defects: [defect(21), defect(22)] };

/** A station of two boards, decisions about the first, whose answers are let go by the test, so that the moment before a commit can be looked at. */
function station() {
  let board = newBoard();
  const waiting: (() => void)[] = [];
  let refusal: ReplyError | null = null;
  const steps = { undo: null, redo: null };
  const answer = <T>(value: () => T) =>
    new Promise((resolve) => {
      waiting.push(() => {
        const error = refusal;
        resolve(error ? { ok: false, error } : { ok: true, value: value() });
      });
    });
  const asked: string[] = [];
  let holdsOpening = false;
  const client = {
    boards: {
      open: ({ inspectionId }: { inspectionId: string }) => {
        const reply = { ok: true, value: inspectionId === board.id ? board : nextBoard };
        return holdsOpening ? answer(() => reply.value) : Promise.resolve(reply);
      },
    },
    review: {
      verify: ({
        defectIds,
        ...decision
      }: Pick<Defect, 'verification' | 'reason' | 'note'> & { defectIds: string[] }) => {
        const { verification, reason, note } = decision;
        asked.push([defectIds[0]!.slice(-2), verification, reason, note].filter(Boolean).join(' '));
        return answer(() => {
          const defects = board.defects.map((one) =>
            defectIds.includes(one.id) ? { ...one, verification, reason, note } : one,
          );
          const undecided = defects.filter((one) => one.verification === 'not_verified').length;
          const signing = { ...board.implied.signing, undecided, refused: undecided === 0 ? null : 'REVIEW_UNDECIDED' };
          board = { ...board, defects, implied: { ...board.implied, signing }, revision: board.revision + 1 };
          return { board, steps };
        });
      },
      signOff: () =>
        answer(() => {
          board = {
            ...board,
            signedOff: {
              verdict: 'fail',
              by: { id: 'a', name: 'A' },
              time: board.startedAt,
              printedName: 'A',
              meaning: 'reviewed',
              factor: 'none',
            },
          };
          return { board, steps };
        }),
      undo: () => answer(() => ({ board: { ...board, revision: board.revision + 1 }, steps })),
    },
  } as unknown as StationClient;
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    client,
    asked,
    holdOpening: () => {
      holdsOpening = true;
    },
    refuse: (code: string | null) => {
      refusal = code === null ? null : { code, message: code };
    },
    /** Lets the next answer go, or one behind it, and everything that follows from it happen. */
    commit: async (place = 0) => {
      await settled();
      waiting.splice(place, 1)[0]?.();
      await settled();
    },
    settled,
  };
}

async function opened({ advances = true } = {}) {
  const to = station();
  const failures: string[] = [];
  const signedOff: string[] = [];
  let tooEarly = 0;
  const store = createReviewStore({
    client: to.client,
    advances: () => advances,
    onFailure: ({ code }) => failures.push(code),
    onSignedOff: (board) => signedOff.push(board.id),
    onTooEarly: () => {
      tooEarly += 1;
    },
  });
  await store.getState().open(id(1));
  return { to, store, failures, signedOff, tooEarly: () => tooEarly };
}

describe('a board that comes into view meanwhile', () => {
  it('gets no decision that was meant for the one before it', async () => {
    const { to, store } = await opened();
    const first = store.getState().decide({ verification: 'confirmed' });
    const second = store.getState().decide({ verification: 'rejected' });
    await store.getState().open(id(2));
    await to.commit();
    expect((await first)?.ok).toBe(true);
    expect(await second).toBeNull();
    expect(to.asked).toEqual(['11 confirmed']);
  });

  it('stays in view when the decision about the one before it is committed', async () => {
    const { to, store } = await opened();
    const decided = store.getState().decide({ verification: 'confirmed' });
    await to.settled();
    await store.getState().open(id(2));
    await to.commit();
    expect((await decided)?.ok).toBe(true);
    expect(store.getState()).toMatchObject({ board: { id: id(2) }, selectedId: id(21), busy: false });
  });
});

it('says that the board in view is older than the station’s, where what changed could not be read', async () => {
  const { to, store, failures } = await opened();
  to.holdOpening();
  to.refuse('DB_IO');
  store.getState().noticeRows(null);
  await to.commit();
  expect(failures).toEqual(['DB_IO']);
  expect(store.getState().board?.id).toBe(id(1));
});

describe('a board that is on its way', () => {
  /** The first board in view, and the second one asked for. */
  async function leaving() {
    const opening = await opened();
    opening.to.holdOpening();
    void opening.store.getState().open(id(2));
    return opening;
  }

  it('and the one that is left get nothing of a key that comes between them, and it is said', async () => {
    const { to, store, signedOff, tooEarly } = await leaving();
    const { decide, explain, signOff, reopen, removeAnnotation } = store.getState();
    const keys = [
      decide({ verification: 'confirmed' }),
      explain(() => ({ reason: 'dust' })),
      signOff(),
      reopen('wrong board'),
      removeAnnotation(id(31)),
    ];
    expect(await Promise.all(keys)).toEqual(keys.map(() => null));
    await to.commit();
    expect(store.getState()).toMatchObject({ board: { id: id(2) }, opening: null });
    expect(to.asked).toEqual([]);
    expect(signedOff).toEqual([]);
    expect(tooEarly()).toBe(keys.length);
  });

  it('lets a key that was pressed before it be about the board that was in view', async () => {
    const { to, store, tooEarly } = await opened();
    const { decide } = store.getState();
    void decide({ verification: 'confirmed' });
    const second = decide({ verification: 'rejected' });
    await to.settled();
    to.holdOpening();
    void store.getState().open(id(2));
    for (let change = 0; change < 3; change += 1) await to.commit();
    await second;
    expect(to.asked).toEqual(['11 confirmed', '12 rejected']);
    expect(tooEarly()).toBe(0);
  });

  it('does not take a note from the defect that it names', async () => {
    const { to, store } = await opened();
    void store.getState().decide({ verification: 'rejected' });
    await to.commit();
    to.holdOpening();
    void store.getState().open(id(2));
    void store.getState().explain(() => ({ note: 'glare' }), id(11));
    await to.settled();
    expect(to.asked).toEqual(['11 rejected', '11 rejected glare']);
  });

  it('waits where a step is taken back: what was undone is looked at', async () => {
    const { to, store, tooEarly } = await leaving();
    const undone = store.getState().undo();
    await to.commit(1);
    await to.commit();
    expect((await undone)?.ok).toBe(true);
    expect(store.getState()).toMatchObject({ board: { id: id(1), revision: 2 }, opening: null });
    expect(tooEarly()).toBe(0);
  });
});

describe('a decision', () => {
  it('is shown when it is committed, not before, and brings the next undecided defect', async () => {
    const { to, store } = await opened();
    void store.getState().decide({ verification: 'confirmed' });
    await to.settled();
    expect(store.getState().board?.defects[0]?.verification).toBe('not_verified');
    await to.commit();
    expect(store.getState().board?.defects[0]?.verification).toBe('confirmed');
    expect(store.getState()).toMatchObject({ selectedId: id(12), lastDecidedId: id(11), busy: false });
  });

  it('stays on its defect where the site wants no advance', async () => {
    const { to, store } = await opened({ advances: false });
    void store.getState().decide({ verification: 'rejected' });
    await to.commit();
    expect(store.getState().selectedId).toBe(id(11));
  });

  it('pressed before the one ahead is committed is about the defect that comes then', async () => {
    const { to, store } = await opened();
    void store.getState().decide({ verification: 'confirmed' });
    void store.getState().decide({ verification: 'rejected' });
    await to.commit();
    await to.commit();
    expect(to.asked).toEqual(['11 confirmed', '12 rejected']);
  });

  it('that is refused changes nothing, is said once, and drops those behind it', async () => {
    const { to, store, failures } = await opened();
    to.refuse('DB_FULL');
    void store.getState().decide({ verification: 'confirmed' });
    const behind = store.getState().decide({ verification: 'rejected' });
    await to.commit();
    expect(await behind).toBeNull();
    expect(failures).toEqual(['DB_FULL']);
    expect(to.asked).toEqual(['11 confirmed']);
    expect(store.getState()).toMatchObject({ selectedId: id(11), busy: false });
  });

  it('can be made again after a refusal', async () => {
    const { to, store } = await opened();
    to.refuse('DB_LOCKED');
    void store.getState().decide({ verification: 'confirmed' });
    await to.commit();
    to.refuse(null);
    void store.getState().decide({ verification: 'confirmed' });
    await to.commit();
    expect(store.getState().board?.defects[0]?.verification).toBe('confirmed');
  });
});

describe('a reason or a note', () => {
  it('given right behind a decision is about that decision, not about the one before it', async () => {
    const { to, store } = await opened();
    const { decide, explain } = store.getState();
    void decide({ verification: 'accepted' });
    await to.commit();
    void decide({ verification: 'rejected' });
    void explain(({ verification }) => ({ reason: `why ${verification}` }));
    void explain(() => ({ note: 'glare' }));
    for (let change = 0; change < 3; change += 1) await to.commit();
    expect(to.asked).toEqual([
      '11 accepted',
      '12 rejected',
      '12 rejected why rejected',
      '12 rejected why rejected glare',
    ]);
    expect(store.getState()).toMatchObject({ selectedId: id(13), lastDecidedId: id(12) });
  });

  it('is nothing for a defect that nobody decided', async () => {
    const { to, store } = await opened();
    expect(await store.getState().explain(() => ({ reason: 'dust' }))).toBeNull();
    expect(to.asked).toEqual([]);
  });
});

describe('a sign-off', () => {
  it('pressed right behind the last decision signs the board as it is then', async () => {
    const { to, store, signedOff, failures } = await opened();
    for (let press = 0; press < 3; press += 1) void store.getState().decide({ verification: 'rejected' });
    void store.getState().signOff();
    for (let change = 0; change < 4; change += 1) await to.commit();
    expect(failures).toEqual([]);
    expect(signedOff).toEqual([id(1)]);
  });

  it('that the rules refuse is said and not asked for', async () => {
    const { to, store, signedOff, failures } = await opened();
    void store.getState().decide({ verification: 'rejected' });
    const signing = store.getState().signOff();
    await to.commit();
    expect(await signing).toBeNull();
    expect(failures).toEqual(['REVIEW_UNDECIDED']);
    expect(signedOff).toEqual([]);
  });

  it('tells of itself after the commit only', async () => {
    const { to, store, signedOff } = await opened();
    void store.getState().signOff();
    await to.settled();
    expect(signedOff).toEqual([]);
    await to.commit();
    expect(signedOff).toEqual([id(1)]);
  });

  it('with a signature that is refused tells who asked, who may then try again', async () => {
    const { to, store, signedOff, failures } = await opened();
    const proof = { factor: 'password', secret: 'wrong' } as const;
    const sign = () => store.getState().signOff({ note: 'seen', signature: { meaning: 'reviewed', proof } });
    to.refuse('IDENTITY_REFUSED');
    const refused = sign();
    await to.commit();
    expect(await refused).toMatchObject({ ok: false, error: { code: 'IDENTITY_REFUSED' } });
    expect(failures).toEqual([]);
    to.refuse(null);
    const signing = sign();
    await to.commit();
    expect(await signing).toMatchObject({ ok: true });
    expect(signedOff).toEqual([id(1)]);
  });

  it('pressed twice signs once', async () => {
    const { to, store, signedOff } = await opened();
    void store.getState().signOff();
    const second = store.getState().signOff();
    await to.commit();
    expect(await second).toBeNull();
    expect(signedOff).toHaveLength(1);
  });
});

describe('the selection', () => {
  it('goes from defect to defect and stops at the ends', async () => {
    const { store } = await opened();
    store.getState().selectNext(-1);
    expect(store.getState().selectedId).toBe(id(11));
    for (let press = 0; press < 5; press += 1) store.getState().selectNext(1);
    expect(store.getState().selectedId).toBe(id(13));
  });

  it('looks for the next undecided defect to the end and from the start again', () => {
    const board = newBoard();
    const decided = {
      ...board,
      defects: board.defects.map((one, at) => (at === 2 ? { ...one, verification: 'confirmed' as const } : one)),
    };
    expect(undecidedAfter(decided, id(12))).toBe(id(11));
    expect(undecidedAfter({ ...board, defects: [defect(11)] }, id(11))).toBeNull();
  });
});
