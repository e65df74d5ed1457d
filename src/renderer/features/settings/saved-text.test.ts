import { describe, expect, it } from 'vitest';
import { createSavedText } from './saved-text.ts';

/** A field whose saves the test lets go. */
function field({ value = 'Line 3', multiline = false, required = false } = {}) {
  const text = createSavedText();
  const sent: string[] = [];
  const told: string[] = [];
  const waiting: ((refusal: string | null) => void)[] = [];
  const saving = {
    value,
    multiline,
    required,
    save: (typed: string) => {
      sent.push(typed);
      return new Promise<string | null>((resolve) => waiting.push(resolve));
    },
  };
  const { type, revert } = text.getState();
  return {
    text,
    sent,
    told,
    type,
    revert,
    commit: () => text.getState().commit(saving),
    leave: () => text.getState().leave(saving, (typed, refusal) => told.push(`${refusal}: ${typed}`)),
    answer: (refusal: string | null = null) => waiting.shift()?.(refusal),
  };
}

describe('a text that is saved when it is left', () => {
  it('is saved where a key takes the whole view away', async () => {
    const { type, leave, answer, sent, told } = field();
    type(' Line 4 ');
    const left = leave();
    answer();
    await left;
    expect({ sent, told }).toEqual({ sent: ['Line 4'], told: [] });
  });

  it('is not saved twice where Enter, the focus and the view go one after another', async () => {
    const { type, commit, leave, answer, sent, told } = field();
    type('Line 4');
    const all = [commit(), commit(), leave()];
    answer();
    await Promise.all(all);
    expect({ sent, told }).toEqual({ sent: ['Line 4'], told: [] });
  });

  it('is as it was after Escape, and where nothing was changed or nothing is left of what is needed', async () => {
    const escaped = field();
    escaped.type('Line 4');
    escaped.revert();
    await escaped.leave();
    const unchanged = field();
    unchanged.type('Line 3 ');
    await unchanged.leave();
    const emptied = field({ required: true });
    emptied.type(' ');
    await emptied.commit();
    expect(emptied.text.getState().refusal).toEqual({ why: 'needed' });
    await emptied.leave();
    expect([...escaped.sent, ...unchanged.sent, ...emptied.sent]).toEqual([]);
  });

  it('tells what was typed where it could not be saved and no field is left to show it', async () => {
    const { type, leave, answer, told } = field();
    type('Line 4');
    const left = leave();
    answer('The disk is full.');
    await left;
    expect(told).toEqual(['The disk is full.: Line 4']);
  });

  it('keeps what was typed while it was saved, for the next time', async () => {
    const { text, type, commit, answer, sent } = field();
    type('Line 4');
    const first = commit();
    type('Line 45');
    answer();
    await first;
    expect(text.getState().typed).toBe('Line 45');
    const second = commit();
    answer();
    await second;
    expect(sent).toEqual(['Line 4', 'Line 45']);
    expect(text.getState().typed).toBeNull();
  });

  it('goes back to the stored text where that was typed while another one was saved', async () => {
    const { type, commit, leave, answer, sent } = field();
    type('Line 4');
    const first = commit();
    type('Line 3');
    const left = leave();
    answer();
    answer();
    await Promise.all([first, left]);
    expect(sent).toEqual(['Line 4', 'Line 3']);
  });

  it('keeps the lines of a list and shows why it was refused', async () => {
    const { text, type, commit, answer, sent } = field({ multiline: true });
    type('one\ntwo\n');
    const saved = commit();
    answer('Not allowed.');
    await saved;
    expect(sent).toEqual(['one\ntwo\n']);
    expect(text.getState()).toMatchObject({ typed: 'one\ntwo\n', refusal: { why: 'refused', text: 'Not allowed.' } });
  });
});
