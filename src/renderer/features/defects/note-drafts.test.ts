import { describe, expect, it } from 'vitest';
import type { StationClient } from '../../app/client.ts';
import { type Board, createReviewStore, type Defect } from '../../app/review-store.ts';
import { createNoteDrafts } from './note-drafts.ts';

const defect = (id: string): Defect => ({
  id,
  type: 'short',
  box: { x: 0, y: 0, width: 8, height: 8 },
  confidence: 0.9,
  severity: 'high',
  origin: 'model',
  verification: 'confirmed',
  reason: '',
  note: '',
  decidedBy: null,
  decidedAt: null,
});
const boardOf = (id: string, defects: readonly Defect[]) =>
  ({
    id,
    defects,
    annotations: [],
    signedOff: null,
    revision: 1,
    implied: { signing: { verdict: 'fail', confirmed: [], undecided: 0, refused: null } },
  }) as unknown as Board;

/** The review of two boards, of a station that answers at once unless it is held. */
async function review() {
  const boards = new Map([
    ['b1', boardOf('b1', [defect('d1'), defect('d2')])],
    ['b2', boardOf('b2', [defect('d3')])],
  ]);
  const asked: string[] = [];
  let refusal: string | null = null;
  let held: (() => void)[] | null = null;
  const answer = async (change: () => Board) => {
    const queue = held;
    if (queue !== null) await new Promise<void>((resolve) => queue.push(resolve));
    if (refusal !== null) return { ok: false, error: { code: refusal, message: refusal } };
    const board = change();
    boards.set(board.id, board);
    return { ok: true, value: { board, steps: { undo: null, redo: null } } };
  };
  const client = {
    boards: {
      open: async ({ inspectionId }: { inspectionId: string }) => ({ ok: true, value: boards.get(inspectionId) }),
    },
    review: {
      verify: ({ inspectionId, defectIds, verification, reason, note }: Defect & Record<string, string & string[]>) => {
        asked.push(`${defectIds} ${verification} ${note}`.trim());
        const board = boards.get(inspectionId!)!;
        const decided = (one: Defect) => (defectIds!.includes(one.id) ? { ...one, verification, reason, note } : one);
        return answer(() => ({ ...board, defects: board.defects.map(decided) }));
      },
      signOff: ({ inspectionId }: { inspectionId: string }) => {
        asked.push(`sign ${inspectionId}`);
        return answer(() => ({ ...boards.get(inspectionId)!, signedOff: {} as Board['signedOff'] }));
      },
    },
  } as unknown as StationClient;
  const failures: string[] = [];
  const untaken: string[] = [];
  const store = createReviewStore({
    client,
    advances: () => false,
    onFailure: ({ code }) => failures.push(code),
    onSignedOff: () => {},
    onTooEarly: () => {},
  });
  const stored = new Map<string, string>();
  const storage = {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => void stored.set(name, value),
    removeItem: (name: string) => void stored.delete(name),
  };
  const openNotes = () =>
    createNoteDrafts(
      store,
      (note) => untaken.push(note),
      () => storage,
    );
  const notes = openNotes();
  await store.getState().open('b1');
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    store,
    notes,
    openNotes,
    asked,
    failures,
    untaken,
    settled,
    /** Writes about a defect of the board in view. */
    write: (id: string, text: string, author: string | null = null) => {
      const { begin, type } = notes.getState();
      const about = store.getState().board!.defects.find((one) => one.id === id)!;
      const draft = begin(author, about)!;
      type(draft, text);
      return draft;
    },
    texts: () => notes.getState().drafts.map(({ defectId, text }) => `${defectId} ${text}`),
    refuse: (code: string) => {
      refusal = code;
    },
    hold: () => {
      held = [];
    },
    release: async () => {
      for (const go of held ?? []) go();
      held = null;
      await settled();
    },
  };
}

describe('a note that is being written', () => {
  it('is there when the person comes back to its board', async () => {
    const { store, write, texts } = await review();
    write('d1', 'glare of lamp 2');
    await store.getState().open('b2');
    write('d3', 'bridge');
    await store.getState().open('b1');
    expect(texts()).toEqual(['d1 glare of lamp 2', 'd3 bridge']);
  });

  it('is there when the page is loaded anew, and stays apart from those begun then', async () => {
    const { store, openNotes, write } = await review();
    write('d1', 'glare of lamp 2');
    const { getState } = openNotes();
    const id = getState().begin(null, store.getState().board!.defects[1]!)!;
    getState().type(id, 'bridge');
    expect(getState().drafts.map(({ defectId, text }) => `${defectId} ${text}`)).toEqual([
      'd1 glare of lamp 2',
      'd2 bridge',
    ]);
  });

  it('is stored before the sign-off, each about its own defect', async () => {
    const { store, notes, write, asked, texts, settled } = await review();
    write('d1', 'bridge under U3');
    write('d2', ' seen under the microscope ');
    notes.getState().keepAll(null);
    void store.getState().signOff();
    await settled();
    expect(asked).toEqual(['d1 confirmed bridge under U3', 'd2 confirmed seen under the microscope', 'sign b1']);
    expect(texts()).toEqual([]);
  });

  it('is stored once where Enter and the sign-off follow each other, and not at all where nothing was typed', async () => {
    const { store, notes, write, asked, settled } = await review();
    void notes.getState().keep(write('d1', 'bridge'));
    write('d2', '');
    notes.getState().keepAll(null);
    void store.getState().signOff();
    await settled();
    expect(asked).toEqual(['d1 confirmed bridge', 'sign b1']);
  });

  it('holds the sign-off back where the station refuses it, and stays', async () => {
    const { store, notes, write, asked, refuse, failures, untaken, texts, settled } = await review();
    refuse('DB_FULL');
    write('d1', 'bridge');
    notes.getState().keepAll(null);
    void store.getState().signOff();
    await settled();
    expect(asked).toEqual(['d1 confirmed bridge']);
    expect({ failures, untaken, texts: texts() }).toEqual({ failures: ['DB_FULL'], untaken: [], texts: ['d1 bridge'] });
  });

  it('is said and stays where its defect takes none any more', async () => {
    const { store, notes, write, untaken, asked, texts, settled } = await review();
    write('d1', 'bridge');
    void store.getState().decide({ verification: 'not_verified' }, 'd1');
    notes.getState().keepAll(null);
    void store.getState().signOff();
    await settled();
    expect(asked).toEqual(['d1 not_verified', 'sign b1']);
    expect({ untaken, texts: texts() }).toEqual({ untaken: ['bridge'], texts: ['d1 bridge'] });
  });

  it('goes on with what was typed while it was stored', async () => {
    const { notes, write, hold, release, texts } = await review();
    hold();
    const id = write('d1', 'bridge');
    const kept = notes.getState().keep(id);
    notes.getState().type(id, 'bridge under U3');
    await release();
    await kept;
    expect(texts()).toEqual(['d1 bridge under U3']);
  });

  it('behind a decision that is on its way is about that one, whatever is selected and opened meanwhile', async () => {
    const { store, notes, hold, release, asked, texts, settled } = await review();
    hold();
    store.getState().select('d2');
    void store.getState().decide({ verification: 'rejected' });
    await settled();
    const id = notes.getState().begin(null, null)!;
    notes.getState().type(id, 'glare');
    store.getState().select('d1');
    await release();
    expect(texts()).toEqual(['d2 glare']);
    await store.getState().open('b2');
    await store.getState().open('b1');
    notes.getState().keepAll(null);
    await settled();
    expect(asked).toEqual(['d2 rejected', 'd2 rejected glare']);
  });

  it('is nobody else’s', async () => {
    const { notes, write, asked, settled, texts } = await review();
    write('d1', 'bridge', 'kim');
    notes.getState().keepAll('lee');
    await settled();
    expect({ asked, texts: texts() }).toEqual({ asked: [], texts: ['d1 bridge'] });
  });
});
