import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test, vi } from 'vitest';
import { type MenuCommand, menuCommands } from '../../ipc/menu-commands.ts';
import { textsIn } from '../texts/texts.ts';
import type { UpdateState } from '../updates/updates.ts';
import { acceleratorOf } from './accelerator.ts';
import { menuTemplate } from './menu.ts';

const look = { texts: textsIn('en'), platform: 'linux', development: false, keys: {}, update: null } as const;
const actions = () => ({
  run: vi.fn<(command: MenuCommand) => void>(),
  showDataFolder() {},
  reloadWindow() {},
  showAbout() {},
  checkForUpdates() {},
});

const flat = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);

describe('the application menu', () => {
  test('has File, Edit, View and Help', () => {
    expect(menuTemplate(look, actions()).map(({ label }) => label)).toEqual(['&File', '&Edit', '&View', '&Help']);
  });

  test('offers every command of the menu once, and each runs in the window', () => {
    const done = actions();
    const items = flat(menuTemplate(look, done));
    for (const id of Object.keys(menuCommands)) {
      const found = items.filter((item) => item.id === id);
      expect(found, id).toHaveLength(1);
      found[0]!.click!(undefined as never, undefined, undefined as never);
    }
    expect(done.run.mock.calls.map(([id]) => id).sort()).toEqual(Object.keys(menuCommands).sort());
  });

  test('names keys without taking them from the window', () => {
    const items = flat(menuTemplate({ ...look, keys: { 'imports.files': ['Alt+i'], 'view.history': [] } }, actions()));
    const item = (id: string) => items.find((candidate) => candidate.id === id)!;
    expect(item('imports.files')).toMatchObject({ accelerator: 'Alt+I', registerAccelerator: false });
    expect(item('view.history').accelerator).toBeUndefined();
    expect(item('board.zoomIn').accelerator).toBe('Plus');
  });

  test('leaves cut, copy, paste and select all to the text field', () => {
    const roles = flat(menuTemplate(look, actions())).flatMap(({ role }) => role ?? []);
    expect(roles).toEqual(expect.arrayContaining(['cut', 'copy', 'paste', 'selectAll']));
  });

  test('shows developer tools in development only', () => {
    const has = (development: boolean) =>
      flat(menuTemplate({ ...look, development }, actions())).some(({ role }) => role === 'toggleDevTools');
    expect([has(true), has(false)]).toEqual([true, false]);
  });

  test('says where an update stands, and nothing while updates are off', () => {
    const labels = (update: UpdateState | null) =>
      flat(menuTemplate({ ...look, update }, actions())).map(({ label }) => label);
    expect(labels(null).join()).not.toMatch(/update/i);
    expect(labels({ kind: 'idle' })).toContain('Check for updates');
    expect(labels({ kind: 'checking' })).toContain('Checking for updates…');
    expect(labels({ kind: 'downloading', version: '1.2.0', progress: 0.414 })).toContain('Downloading 1.2.0: 41 %');
    expect(labels({ kind: 'ready', version: '1.2.0' })).toContain('1.2.0 is installed when you quit');
    const error = { code: 'UPDATE_SIGNATURE', message: '' };
    expect(labels({ kind: 'failed', error })).toContain('Update failed (UPDATE_SIGNATURE): check again');
  });

  test('spells keys as Electron does', () => {
    expect(['Ctrl+o', 'Ctrl+Shift+z', '+', 'Ctrl++', 'F1', 'Delete', 'ArrowDown', '/'].map(acceleratorOf)).toEqual([
      'CommandOrControl+O',
      'CommandOrControl+Shift+Z',
      'Plus',
      'CommandOrControl+Plus',
      'F1',
      'Delete',
      'Down',
      '/',
    ]);
  });
});
