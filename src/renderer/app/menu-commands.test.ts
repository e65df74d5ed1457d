import { expect, test } from 'vitest';
import { menuCommands } from '../../ipc/menu-commands.ts';
import { commandList, isCommandId } from './command-list.ts';

test('every command of the application menu is one of the window, and the menu names its first key', () => {
  for (const [id, key] of Object.entries(menuCommands)) {
    expect(isCommandId(id), id).toBe(true);
    if (isCommandId(id)) expect(commandList[id].keys[0] ?? null, id).toBe(key);
  }
});
