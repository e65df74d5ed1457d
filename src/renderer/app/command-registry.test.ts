import { describe, expect, it } from 'vitest';
import { menuCommands } from '../../ipc/menu-commands.ts';
import { type CommandId, commandIds, commandList, commandsByKey, isCommandId } from './command-list.ts';
import { createCommandRegistry, type KeyTarget } from './command-registry.ts';
import { type KeyPress, keyName } from './key-names.ts';

const key = (name: string, more: Partial<KeyPress & { repeat: boolean }> = {}) => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  ...more,
});

/** A registry whose commands write down that they ran. */
function witness(...ids: readonly CommandId[]) {
  const registry = createCommandRegistry();
  const ran: string[] = [];
  for (const id of ids) registry.provide(id, { run: () => ran.push(id) });
  return { registry, ran };
}

describe('keys', () => {
  it('decide with one press', () => {
    const { registry, ran } = witness('review.confirm', 'review.undo', 'review.redo');
    registry.press(key('c'), 'page');
    registry.press(key('z', { ctrlKey: true }), 'page');
    registry.press(key('Z', { ctrlKey: true, shiftKey: true }), 'page');
    expect(ran).toEqual(['review.confirm', 'review.undo', 'review.redo']);
  });

  it('decide once however long they are held, while moving repeats', () => {
    const { registry, ran } = witness('review.confirm', 'review.next');
    expect(registry.press(key('c', { repeat: true }), 'page')).toBe(true);
    registry.press(key('n', { repeat: true }), 'page');
    expect(ran).toEqual(['review.next']);
  });

  it.each<[string, KeyTarget, boolean]>([
    ['c', 'text', false],
    ['c', 'dialog', false],
    ['c', 'control', true],
    ['Enter', 'control', false],
    ['Enter', 'page', true],
  ])('%s in a %s reaches the boards: %s', (name, target, reaches) => {
    const { registry } = witness('review.confirm', 'review.signOff');
    expect(registry.press(key(name), target)).toBe(reaches);
  });

  it('undo what is typed in a text field, not a decision', () => {
    const { registry } = witness('review.undo', 'imports.files');
    expect(registry.press(key('z', { ctrlKey: true }), 'text')).toBe(false);
    expect(registry.press(key('o', { ctrlKey: true }), 'text')).toBe(true);
  });

  it('that a site changed do what it wants, and leave their old place', () => {
    const { registry, ran } = witness('review.confirm', 'review.falseCall');
    registry.setKeys({ 'review.falseCall': ['c'] });
    registry.press(key('c'), 'page');
    registry.press(key('f'), 'page');
    expect(ran).toEqual(['review.falseCall']);
  });

  it('go to the newest that answers, and back when it is gone', () => {
    const { registry, ran } = witness('review.next');
    const takeBack = registry.provide('review.next', { run: () => ran.push('newer') });
    registry.run('review.next');
    takeBack();
    registry.run('review.next');
    expect(ran).toEqual(['newer', 'review.next']);
  });

  it('are spelled alike on every layout', () => {
    expect(keyName(key('?', { shiftKey: true }))).toBe('?');
    expect(keyName(key('[', { ctrlKey: true, altKey: true }))).toBe('[');
    expect(keyName(key('N'))).toBe('n');
    expect(keyName(key('Tab', { shiftKey: true }))).toBe('Shift+Tab');
    expect(keyName(key('s', { metaKey: true }))).toBe('Ctrl+s');
    expect(keyName(key('Shift', { shiftKey: true }))).toBeNull();
  });
});

describe('the list of commands', () => {
  it('gives no key twice', () => {
    const keys = Object.values(commandList).flatMap((one) => one.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(commandsByKey({}).size).toBe(keys.length);
  });

  it('knows every command of the menus, with the key that they show', () => {
    for (const [id, shown] of Object.entries(menuCommands)) {
      expect(isCommandId(id) && commandIds.includes(id as never), id).toBe(true);
      if (shown !== null) expect(commandList[id as CommandId].keys[0], id).toBe(shown);
    }
  });
});

describe('a window that is shut', () => {
  it('answers no key and no menu, until every door is open again', () => {
    const { registry, ran } = witness('review.confirm', 'view.history');
    const open = registry.silence();
    const openAnother = registry.silence();
    expect(registry.press(key('c'), 'page')).toBe(false);
    expect(registry.run('view.history')).toBe(false);
    expect(registry.isEnabled('review.confirm')).toBe(false);
    open();
    open();
    expect(registry.run('view.history')).toBe(false);
    openAnother();
    expect(registry.press(key('c'), 'page')).toBe(true);
    expect(ran).toEqual(['review.confirm']);
  });

  it('takes no scan', () => {
    const registry = createCommandRegistry();
    const taken: string[] = [];
    registry.takeScans(({ text }) => void taken.push(text));
    const open = registry.silence();
    registry.scan({ text: 'behind the lock', ended: true });
    open();
    registry.scan({ text: '000432', ended: true });
    expect(taken).toEqual(['000432']);
  });
});
