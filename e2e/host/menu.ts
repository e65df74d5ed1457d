/** The application menu as data: nothing draws it, tests read it and click its items. */
import { EventEmitter } from 'node:events';
import type { MenuItemConstructorOptions } from 'electron';

export class MenuItem {
  readonly id: string;
  readonly label: string;
  readonly type: Exclude<MenuItemConstructorOptions['type'], undefined>;
  readonly role?: Exclude<MenuItemConstructorOptions['role'], undefined>;
  readonly accelerator: string;
  readonly submenu: Menu | undefined;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly click: () => void;

  constructor(options: MenuItemConstructorOptions) {
    this.id = options.id ?? '';
    this.label = options.label ?? options.role ?? '';
    if (options.role) this.role = options.role;
    this.type = options.type ?? (options.submenu ? 'submenu' : 'normal');
    this.accelerator = String(options.accelerator ?? '');
    this.submenu = Array.isArray(options.submenu) ? Menu.buildFromTemplate(options.submenu) : undefined;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.click = () => options.click?.(this as never, undefined, {} as never);
  }
}

export class Menu extends EventEmitter {
  static #application: Menu | null = null;
  readonly items: MenuItem[] = [];

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }
  static buildFromTemplate(template: readonly (MenuItemConstructorOptions | MenuItem)[]): Menu {
    const menu = new Menu();
    menu.items.push(...template.map((item) => (item instanceof MenuItem ? item : new MenuItem(item))));
    return menu;
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}
