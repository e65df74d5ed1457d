import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CustomKeys, commandIds, commandList, commandsByKey, keysOf } from '../../app/command-list.ts';
import { holderOf, isChanged, isReserved, withDefaults, withKey, withoutKey } from './key-bindings.ts';

const anyId = fc.constantFrom(...commandIds);
const anyKey = fc.constantFrom('c', 'f', 'n', 'q', 'Enter', 'Ctrl+z', 'F9', 'Ctrl+1', '1');
const anyEdit = fc.tuple(fc.constantFrom('give', 'take', 'reset'), anyId, anyKey);

const edited = (edits: readonly (readonly [string, (typeof commandIds)[number], string])[]): CustomKeys =>
  edits.reduce<CustomKeys>((custom, [what, id, key]) => {
    if (what === 'give') return withKey(custom, id, key);
    return what === 'take' ? withoutKey(custom, id, key) : withDefaults(custom, id);
  }, {});

describe('changing keys', () => {
  it('tells whose key it is before it is taken', () => {
    expect(holderOf({}, 'review.accept', 'c')).toBe('review.confirm');
    expect(holderOf({}, 'review.confirm', 'c')).toBeNull();
    expect(holderOf({}, 'review.accept', 'F9')).toBeNull();
  });

  it('tells that a digit picks a reason before it is taken, and gives it back with the key', () => {
    expect(holderOf({}, 'board.fit', '1')).toBe('reason.1');
    const custom = withKey({}, 'board.fit', '1');
    expect(custom).toEqual({ 'board.fit': ['0', '1'] });
    expect(holderOf(custom, 'board.fit', '1')).toBeNull();
    expect(holderOf(custom, 'board.toDefect', '1')).toBe('board.fit');
    expect(commandsByKey(withDefaults(custom, 'board.fit')).get('1')).toBe('reason.1');
  });

  it('takes a key from its holder, who keeps the others', () => {
    const custom = withKey({}, 'review.accept', 'n');
    expect(keysOf('review.accept', custom)).toContain('n');
    expect(keysOf('review.next', custom)).toEqual(commandList['review.next'].keys.filter((key) => key !== 'n'));
  });

  it('gives no key to two commands, whatever is done', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 20 }), (edits) => {
        const custom = edited(edits);
        const given = commandIds.flatMap((id) => keysOf(id, custom));
        expect(new Set(given).size).toBe(given.length);
        for (const id of commandIds)
          for (const key of keysOf(id, custom)) expect(commandsByKey(custom).get(key)).toBe(id);
      }),
    );
  });

  it('keeps nothing of a command that was reset', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 20 }), anyId, (edits, id) => {
        const custom = withDefaults(edited(edits), id);
        expect(isChanged(custom, id)).toBe(false);
        expect(custom).not.toHaveProperty([id]);
      }),
    );
  });

  it('leaves the keys that dialogs need alone', () => {
    expect(isReserved('Escape')).toBe(true);
    expect(isReserved('e')).toBe(false);
  });
});
