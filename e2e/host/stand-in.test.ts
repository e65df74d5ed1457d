import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { findChromium } from '../../test/chromium-binary.ts';
import { chromiumArguments } from './chromium.ts';
import { CustomSchemes } from './custom-schemes.ts';
import { parseElectronArguments } from './electron-arguments.ts';
import { Menu } from './menu.ts';
import { missingApi } from './missing-api.ts';
import { SingleInstance } from './single-instance.ts';

const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'fiducial-host-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

describe('custom schemes', () => {
  const schemes = new CustomSchemes();
  schemes.add('app');

  test('become addresses of a browser and back', () => {
    for (const [custom, http] of [
      ['app://workstation/index.html?a=1#b', 'http://workstation.app.localhost/index.html?a=1#b'],
      ['https://example.com/x', 'https://example.com/x'],
    ] as const) {
      expect(schemes.toHttp(custom)).toBe(http);
      expect(schemes.fromHttp(http)).toBe(custom);
    }
  });

  test('of others stay as they are', () => {
    expect(schemes.fromHttp('http://workstation.other.localhost/')).toBe('http://workstation.other.localhost/');
  });

  test('keep their meaning in a policy', () => {
    expect(schemes.policyToHttp("default-src 'none'; img-src 'self' app: data:; connect-src app://workstation")).toBe(
      "default-src 'none'; img-src 'self' http://*.app.localhost data:; connect-src http://workstation.app.localhost",
    );
  });
});

describe('the command line', () => {
  test('is read as Electron reads it', () => {
    const { switches, required, target } = parseElectronArguments([
      '-r',
      '/loader.js',
      '--inspect=0',
      '--remote-debugging-port=0',
      '--no-sandbox',
      '.',
      'board.png',
    ]);
    expect(Object.fromEntries(switches)).toEqual({ 'remote-debugging-port': '0', 'no-sandbox': '' });
    expect(required).toEqual(['/loader.js']);
    expect(target).toBe('.');
  });

  test('opens a port of the browser only where a driver asks for one', () => {
    const given = { profile: '/p', serverPort: 1, headed: false, firstPage: 'http://x/' };
    expect(chromiumArguments({ ...given, switches: new Map() }).join(' ')).not.toContain('remote-debugging-port');
    const asked = chromiumArguments({ ...given, switches: new Map([['remote-debugging-port', '0']]) });
    expect(asked).toContain('--remote-debugging-port=0');
  });

  test('lets nobody take the browser’s own settings', () => {
    const switches = new Map([
      ['user-data-dir', '/elsewhere'],
      ['host-resolver-rules', ''],
    ]);
    const args = chromiumArguments({ profile: '/p', serverPort: 1, headed: true, firstPage: 'http://x/', switches });
    expect(args.filter((arg) => arg.startsWith('--user-data-dir'))).toEqual(['--user-data-dir=/p']);
    expect(args.filter((arg) => arg.startsWith('--host-resolver-rules'))).toHaveLength(1);
  });
});

describe('a Chromium', () => {
  const executable = (folder: string, name: string): string => {
    const file = join(folder, name);
    writeFileSync(file, '#!/bin/sh\n');
    chmodSync(file, 0o755);
    return file;
  };

  test('is the one that CHROMIUM names, and no other where that one cannot run', () => {
    const folder = temporary();
    const named = executable(folder, 'my-browser');
    executable(folder, 'chromium');
    expect(findChromium({ CHROMIUM: named, PATH: folder })).toBe(named);
    expect(findChromium({ CHROMIUM: join(folder, 'none'), PATH: folder })).toBeUndefined();
  });

  test('is else one on PATH', () => {
    const folder = temporary();
    const chrome = executable(folder, 'google-chrome');
    expect(findChromium({ PATH: folder, PLAYWRIGHT_BROWSERS_PATH: folder })).toBe(chrome);
    expect(findChromium({ PATH: '', PLAYWRIGHT_BROWSERS_PATH: folder })).toBeUndefined();
  });
});

describe('a second start', () => {
  test('is the first where nobody holds the profile', () => {
    const instance = new SingleInstance(temporary(), () => undefined);
    expect(instance.acquire({ argv: [], cwd: '/', data: {} })).toBe(true);
    instance.release();
    expect(instance.held).toBe(false);
  });

  test('is the first after one that was killed', () => {
    const folder = temporary();
    writeFileSync(join(folder, 'stand-in.lock'), '99999999');
    const instance = new SingleInstance(folder, () => undefined);
    expect(instance.acquire({ argv: [], cwd: '/', data: {} })).toBe(true);
    instance.release();
  });

  test('hands over what it was given, else', async () => {
    const folder = temporary();
    const heard = vi.fn();
    const first = new SingleInstance(folder, heard);
    first.acquire({ argv: [], cwd: '/', data: {} });
    // Another process holds the lock, as the second start sees it.
    writeFileSync(join(folder, 'stand-in.lock'), String(process.ppid));
    const start = { argv: ['electron', 'a.png'], cwd: '/boards', data: { files: ['/boards/a.png'] } };
    expect(new SingleInstance(folder, () => undefined).acquire(start)).toBe(false);
    await vi.waitFor(() => expect(heard).toHaveBeenCalledExactlyOnceWith(start));
    first.release();
  });
});

test('menus find items at any depth, and click them', () => {
  const clicked = vi.fn();
  const menu = Menu.buildFromTemplate([
    { label: 'A', submenu: [{ label: 'B', submenu: [{ id: 'deep', label: 'C', click: clicked }] }] },
  ]);
  menu.getMenuItemById('deep')!.click();
  expect(clicked).toHaveBeenCalledOnce();
  expect(menu.getMenuItemById('none')).toBeNull();
});

test('what is missing says so at its first use', () => {
  const tray = missingApi('Tray') as unknown as { new (): object; (): void; displayBalloon: unknown };
  expect(() => new tray()).toThrow('electron.Tray is not implemented');
  expect(() => tray.displayBalloon).toThrow('electron.Tray.displayBalloon is not implemented');
});
