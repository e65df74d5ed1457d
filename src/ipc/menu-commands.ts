/**
 * Commands that the application menu sends as `application.command`, with the keys that the menu shows where the site
 * has set no others. The window handles the keys itself: the menu only names them. A test holds both lists together.
 */
export const menuCommands = {
  'imports.files': 'Ctrl+o',
  'imports.folder': 'Ctrl+Shift+o',
  'imports.paste': 'Ctrl+v',
  'imports.samples': null,
  'review.undo': 'Ctrl+z',
  'review.redo': 'Ctrl+Shift+z',
  'view.review': 'Ctrl+1',
  'view.history': 'Ctrl+2',
  'view.statistics': 'Ctrl+3',
  'view.recipes': 'Ctrl+4',
  'view.audit': 'Ctrl+5',
  'view.sync': 'Ctrl+7',
  'view.settings': 'Ctrl+,',
  'board.zoomIn': '+',
  'board.zoomOut': '-',
  'board.fit': '0',
  'board.actualSize': 'z',
  'board.overlays': 'h',
  'window.queue': '[',
  'window.defects': ']',
  'window.help': '?',
} as const satisfies Readonly<Record<string, string | null>>;
export type MenuCommand = keyof typeof menuCommands;
