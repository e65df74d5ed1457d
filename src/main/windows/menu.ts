/** The application menu as data. What its items do happens in the window or is Electron's own role. */
import type { MenuItemConstructorOptions } from 'electron';
import { assertNever } from '../../core/kernel/result.ts';
import { type MenuCommand, menuCommands } from '../../ipc/menu-commands.ts';
import { fill, type Texts } from '../texts/texts.ts';
import type { UpdateState } from '../updates/updates.ts';
import { acceleratorOf } from './accelerator.ts';

export interface MenuActions {
  /** The window runs the command of this id. */
  run(command: MenuCommand): void;
  showDataFolder(): void;
  reloadWindow(): void;
  showAbout(): void;
  checkForUpdates(): void;
}

export interface MenuLook {
  readonly texts: Texts;
  readonly platform: NodeJS.Platform;
  /** Developer tools are there outside packaged installs only. */
  readonly development: boolean;
  /** The site's own keys by command. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Null where updates are off. */
  readonly update: UpdateState | null;
}

export function menuTemplate(
  { texts, platform, development, keys, update }: MenuLook,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const command = (id: MenuCommand): MenuItemConstructorOptions => {
    const key = (keys[id] ?? [menuCommands[id]])[0] ?? null;
    return {
      id,
      label: texts.command[id],
      click: () => actions.run(id),
      // The window hears the key first, in text fields too: the menu only names it.
      ...(key === null ? {} : { accelerator: acceleratorOf(key), registerAccelerator: false }),
    };
  };
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const { menu } = texts;
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: menu.file,
      submenu: [
        command('imports.files'),
        command('imports.folder'),
        command('imports.samples'),
        separator,
        { label: menu.dataFolder, click: actions.showDataFolder },
        separator,
        ...(platform === 'darwin' ? [{ role: 'close' } as const] : [{ role: 'quit', label: menu.quit } as const]),
      ],
    },
    {
      label: menu.edit,
      submenu: [
        command('review.undo'),
        command('review.redo'),
        separator,
        { role: 'cut', label: menu.cut },
        { role: 'copy', label: menu.copy },
        // Into a text field; a picture on the clipboard becomes a board by the item of its own.
        { role: 'paste', label: menu.paste },
        command('imports.paste'),
        { role: 'selectAll', label: menu.selectAll },
        separator,
        command('view.settings'),
      ],
    },
    {
      label: menu.view,
      submenu: [
        command('view.review'),
        command('view.history'),
        command('view.statistics'),
        command('view.recipes'),
        command('view.audit'),
        command('view.sync'),
        separator,
        command('board.zoomIn'),
        command('board.zoomOut'),
        command('board.fit'),
        command('board.actualSize'),
        command('board.overlays'),
        separator,
        command('window.queue'),
        command('window.defects'),
        { role: 'togglefullscreen', label: menu.fullScreen },
        separator,
        { label: menu.reload, accelerator: 'CommandOrControl+R', click: actions.reloadWindow },
        ...(development ? [{ role: 'toggleDevTools', label: menu.developerTools } as const] : []),
      ],
    },
    {
      label: menu.help,
      role: 'help',
      submenu: [
        command('window.help'),
        separator,
        ...(update ? [updateItem(update, texts, actions.checkForUpdates)] : []),
        { label: menu.about, click: actions.showAbout },
      ],
    },
  ];
}

function updateItem(update: UpdateState, { menu }: Texts, check: () => void): MenuItemConstructorOptions {
  switch (update.kind) {
    case 'idle':
      return { label: menu.checkForUpdates, click: check };
    case 'checking':
      return { label: menu.updateChecking, enabled: false };
    case 'downloading':
      return {
        label: fill(menu.updateDownloading, { version: update.version, percent: Math.round(update.progress * 100) }),
        enabled: false,
      };
    case 'ready':
      return { label: fill(menu.updateReady, { version: update.version }), enabled: false };
    case 'failed':
      return { label: fill(menu.updateFailed, { code: update.error.code }), click: check };
    default:
      return assertNever(update);
  }
}
