import { describe, expect, it, vi } from 'vitest';
import type { StationClient } from './client.ts';
import type { Board, Steps } from './review-store.ts';
import type { Session } from './session-store.ts';
import { createWorkspace, followStation } from './workspace.ts';

type Name = Pick<NonNullable<Steps['undo']>, 'kind' | 'inspectionId'>;
type Row = { readonly id: string; readonly signedOff: boolean };

/** Generous: the machine may do other things. */
const eventually = (holds: () => void) => vi.waitFor(holds, { timeout: 30_000 });

const boardOf = (id: string): Board =>
  ({
    id,
    serial: id,
    status: 'completed',
    defects: [{ id: `defect of ${id}`, verification: 'not_verified', reason: '', note: '' }],
    annotations: [],
    implied: { signing: { verdict: 'fail', confirmed: [], undecided: 1, refused: null } },
    signedOff: null,
    revision: 1,
  }) as unknown as Board;

const person = (id: string) =>
  ({ state: 'signed_in', person: { id }, passwordExpired: false, present: [] }) as unknown as Session;

/** A station of two boards that remembers what was done, with a window that follows it. */
async function openedWindow() {
  const done: Name[] = [];
  const undone: (Name | undefined)[] = [];
  const ok = <T>(value: T) => Promise.resolve({ ok: true, value });
  const steps = () => ({ undo: done.at(-1) ?? null, redo: null });
  const does = (kind: Name['kind'], board: Board) => {
    done.push({ kind, inspectionId: board.id });
    return ok({ board, steps: steps() });
  };
  const tell = { rows: (_: readonly Row[]) => {}, session: (_: Session) => {} };
  const answers = {
    'boards.open': ({ inspectionId }: { inspectionId: string }) => ok(boardOf(inspectionId)),
    'queue.page': () => ok({ rows: [{ id: 'X' }, { id: 'Y' }], next: null }),
    'queue.changed': (listen: (change: object) => void) => {
      tell.rows = (rows) => listen({ rows, ids: rows.map(({ id }) => id) });
    },
    'identity.changed': (listen: (session: Session) => void) => {
      tell.session = listen;
    },
    'review.signOff': ({ inspectionId }: { inspectionId: string }) =>
      does('sign_off', { ...boardOf(inspectionId), signedOff: { verdict: 'fail' } } as Board),
    'review.verify': ({ inspectionId }: { inspectionId: string }) => does('verification', boardOf(inspectionId)),
    'review.undo': ({ expected }: { expected?: Name }) => {
      undone.push(expected);
      return ok({ board: boardOf(done.pop()!.inspectionId), steps: steps() });
    },
    'review.steps': () => ok(steps()),
  };
  const unanswered = () => Promise.resolve({ ok: false, error: { code: 'IPC_UNREACHABLE', message: '' } });
  const part = (name: string) =>
    new Proxy({}, { get: (_, call) => answers[`${name}.${String(call)}` as keyof typeof answers] ?? unanswered });
  const client = new Proxy({}, { get: (_, name) => part(String(name)) }) as StationClient;

  const window = createWorkspace(client, 'en');
  const said = vi.spyOn(window.notices.manager, 'add');
  const withdrawn = vi.spyOn(window.notices.manager, 'close');
  followStation(window);
  window.session.getState().notice(person('ada'));
  window.queue.setState({ rows: [{ id: 'X' }, { id: 'Y' }] as never });
  await window.review.getState().open('X');
  await window.review.getState().signOff();
  await eventually(() => expect(window.review.getState().board?.id).toBe('Y'));
  withdrawn.mockClear();
  const notice = () => said.mock.calls.map(([one]) => one).find(({ id }) => id === 'signed-off')!;
  return { window, tell, undone, notice, withdrawn };
}

describe('the notice of a sign-off', () => {
  it('takes back exactly the sign-off that it names', async () => {
    const { window, undone, notice } = await openedWindow();
    expect(notice().actionProps?.children).toBe('Take back');
    notice().actionProps!.onClick!({} as never);
    await eventually(() => expect(window.review.getState().board?.id).toBe('X'));
    expect(undone).toEqual([{ kind: 'sign_off', inspectionId: 'X' }]);
  });

  it('brings the board that it took back into view from wherever it was pressed', async () => {
    const { window, notice } = await openedWindow();
    window.navigation.getState().go('settings');
    notice().actionProps!.onClick!({} as never);
    await eventually(() => expect(window.navigation.getState().place.view).toBe('review'));
    expect(window.review.getState().board?.id).toBe('X');
  });

  it('stays while nothing else was done', async () => {
    const { tell, withdrawn, window } = await openedWindow();
    tell.rows([{ id: 'X', signedOff: true }]);
    await window.review.getState().loadSteps();
    expect(withdrawn).not.toHaveBeenCalled();
  });

  it.each<[string, (opened: Awaited<ReturnType<typeof openedWindow>>) => unknown]>([
    ['the next step', ({ window }) => window.review.getState().decide({ verification: 'confirmed' })],
    ['its being taken back by key', ({ window }) => window.review.getState().undo()],
    ['another person in the seat', ({ tell }) => tell.session(person('lee'))],
    ['the board reopened elsewhere', ({ tell }) => tell.rows([{ id: 'X', signedOff: false }])],
  ])('goes with %s', async (_, happens) => {
    const opened = await openedWindow();
    await happens(opened);
    expect(opened.withdrawn).toHaveBeenCalledWith('signed-off');
  });
});
