/** The program around the window: what only the running whole can show. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import type { StationClient } from '../src/ipc/contract.ts';
import { expect, test } from './fixture.ts';
import { operator, signIn, staffStation } from './journeys/people.ts';
import { launchWindow } from './launch-window.ts';
import { projectRoot } from './window-build.ts';
import { chooseHost, standInFolder } from './window-host.ts';

declare global {
  interface Window {
    readonly station: StationClient;
  }
}

const samples = join(projectRoot, 'resources', 'boards', 'samples');
const board = join(samples, 'lamp-1_000088_board.jpg');

const inspected = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const counts = await window.station.queue.counts({});
    return counts.ok ? counts.value.review : -1;
  });

/** Nothing before its first line. */
const logOf = (dataDir: string): string => {
  const file = join(dataDir, 'logs', 'shell.log');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

test.describe('the page', () => {
  test('has the station and nothing of Node or Electron', async ({ page }) => {
    const seen = await page.evaluate(() => ({
      require: typeof Reflect.get(globalThis, 'require'),
      process: typeof Reflect.get(globalThis, 'process'),
      ipcRenderer: typeof Reflect.get(globalThis, 'ipcRenderer'),
      station: Object.isFrozen(window.station) && Object.isFrozen(window.station.review),
      secure: isSecureContext,
    }));
    expect(seen).toEqual({
      require: 'undefined',
      process: 'undefined',
      ipcRenderer: 'undefined',
      station: true,
      secure: true,
    });
  });

  test('runs no code that is not its own, and reaches no other site', async ({ page }) => {
    const violations = await page.evaluate(async () => {
      const blocked: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
      const tried = (action: () => void): Promise<void> =>
        // From a timer, as the page's own code: the driver's evaluations stand outside the policy.
        new Promise((done) => {
          setTimeout(() => {
            try {
              action();
            } catch (error) {
              blocked.push((error as Error).name);
            }
            setTimeout(done, 100);
          });
        });
      await tried(() => new Function('return 1')());
      await tried(() => {
        const script = document.createElement('script');
        script.textContent = 'window.injected = true';
        document.body.append(script);
      });
      await tried(() => {
        document.body.insertAdjacentHTML(
          'beforeend',
          '<p style="color: red">x</p><img src="https://example.com/x.png">',
        );
      });
      await tried(() => void fetch('https://example.com/').catch(() => undefined));
      return { blocked, injected: Reflect.get(window, 'injected') };
    });
    expect(violations.injected).toBeUndefined();
    expect(violations.blocked).toEqual(
      expect.arrayContaining(['EvalError', 'script-src-elem', 'style-src-attr', 'img-src', 'connect-src']),
    );
  });

  test('cannot be led away, and opens no other window', async ({ app, page, dataDir }) => {
    const before = page.url();
    await page.evaluate(() => {
      window.open('https://example.com/opened');
      const link = Object.assign(document.createElement('a'), { href: 'https://example.com/led', textContent: 'away' });
      document.body.append(link);
      link.click();
    });
    await expect.poll(() => logOf(dataDir)).toContain('navigation to https://example.com/led');
    await expect.poll(() => logOf(dataDir)).toContain('window for https://example.com/opened');
    expect(page.url()).toBe(before);
    expect(app.windows()).toHaveLength(1);
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  });

  test('gets no file that is not its own', async ({ page }) => {
    const statuses = await page.evaluate(async () => {
      const paths = [
        'package.json',
        '..%2fpackage.json',
        '%2e%2e/package.json',
        'images/x/thumbnail.jpg',
        'assets/none.js',
      ];
      return Promise.all(paths.map(async (path) => (await fetch(path)).status));
    });
    expect(statuses).toEqual([404, 404, 404, 404, 404]);
  });
});

test.describe('files from outside', () => {
  test('of the command line are imported', async ({ dataDir }) => {
    const { app, page } = await launchWindow({ dataDir, files: [board] });
    await expect.poll(() => inspected(page), { timeout: 60_000 }).toBe(1);
    await app.close();
  });

  test('of a second start go to the first window, and the second start ends', async ({ page, dataDir }) => {
    test.skip(chooseHost() === 'electron' && process.platform !== 'linux', 'started as on Linux');
    const binary =
      chooseHost() === 'stand-in'
        ? join(standInFolder, 'electron')
        : join(projectRoot, 'node_modules', 'electron', 'dist', 'electron');
    const app = process.env.E2E_BUILD ?? '.';
    const second = spawn(binary, [app, `--data-dir=${dataDir}`, board], { cwd: projectRoot, stdio: 'ignore' });
    const status = await new Promise((ended) => second.on('close', ended));
    expect(status).toBe(0);
    await expect.poll(() => inspected(page), { timeout: 60_000 }).toBe(1);
  });

  test('that come while nobody is signed in wait, over a restart too, and are imported with the next person', async ({
    openWindow,
  }) => {
    const first = await openWindow();
    await staffStation(first.page);
    await first.app.close();

    const second = await openWindow({ files: [board] });
    await expect(second.page.getByText(/^1 file waits/)).toBeVisible();
    await second.app.close();

    const { page, app } = await openWindow();
    await expect(page.getByText(/^1 file waits/)).toBeVisible();
    await signIn(page, operator);
    await expect.poll(() => inspected(page), { timeout: 60_000 }).toBe(1);
    await expect(page.getByText(/^1 file waits/)).toBeHidden();
    await app.close();
  });

  test('with HTML in their names are text', async ({ dataDir, page }) => {
    const name = '<img src=x onerror=alert(1)>.jpg';
    const folder = join(dataDir, 'incoming');
    mkdirSync(folder);
    copyFileSync(join(projectRoot, 'package.json'), join(folder, name));
    await page.evaluate((path) => window.station.imports.start({ paths: [path], about: {} }), join(folder, name));
    await expect(page.getByText(/refused/i).first()).toBeVisible();
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  });
});

test.describe('a window that fails', () => {
  /** What a person sees now, asked through the program: the driver's own page object ends with the page's process. */
  const undecided = (app: ElectronApplication): Promise<string> =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript(
        `window.station.queue.page({ shelf: 'review', limit: 10 }).then((page) => JSON.stringify(page.value.rows.map((row) => [row.id, row.undecided])))`,
      ),
    );

  test('is loaded again after a crash, with every decision', async ({ app, page, dataDir }) => {
    const decided = await page.evaluate(async (path) => {
      await window.station.imports.start({ paths: [path], about: {} });
      for (;;) {
        const rows = await window.station.queue.page({ shelf: 'review', limit: 10 });
        const [row] = rows.ok ? rows.value.rows : [];
        if (row?.status === 'completed') {
          const opened = await window.station.boards.open({ inspectionId: row.id });
          if (!opened.ok) throw new Error(opened.error.message);
          const defectIds = opened.value.defects.map(({ id }) => id);
          if (defectIds.length === 0) return [row.id, 0];
          const done = await window.station.review.verify({
            inspectionId: row.id,
            defectIds,
            verification: 'confirmed',
          });
          if (!done.ok) throw new Error(done.error.message);
          return [row.id, 0];
        }
        await new Promise((done) => setTimeout(done, 200));
      }
    }, board);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer());
    await expect.poll(() => logOf(dataDir)).toContain('window process gone');
    await expect.poll(() => undecided(app).catch(String), { timeout: 30_000 }).toBe(JSON.stringify([decided]));
  });
});

test.describe('the menu', () => {
  test('runs commands in the window', async ({ app, page }) => {
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()!.getMenuItemById('view.history')!.click());
    await expect(page.getByRole('navigation', { name: 'Main' }).locator('[aria-current=page]')).toHaveText('History');
  });

  test('speaks the language that is set', async ({ app, page }) => {
    const labels = () =>
      app.evaluate(({ Menu }) => Menu.getApplicationMenu()!.items.map(({ label }) => label.replace('&', '')));
    expect(await labels()).toEqual(['File', 'Edit', 'View', 'Help']);
    await page.evaluate(() => window.station.settings.set({ language: 'de' }));
    await expect.poll(labels).toEqual(['Datei', 'Bearbeiten', 'Ansicht', 'Hilfe']);
  });
});

test.describe('closing', () => {
  test('asks while boards are in work, and stays where the person says so', async ({ app, page }) => {
    await app.evaluate(({ dialog }) => {
      Reflect.set(globalThis, 'asked', 0);
      dialog.showMessageBox = async () => {
        Reflect.set(globalThis, 'asked', Reflect.get(globalThis, 'asked') + 1);
        return { response: 1, checkboxChecked: false };
      };
    });
    await page.evaluate(() => window.station.imports.samples({}));
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close());
    await expect.poll(() => app.evaluate(() => Reflect.get(globalThis, 'asked'))).toBe(1);
    expect(app.windows()).toHaveLength(1);
    // What is asked at the end of the test: finish, then quit.
    await app.evaluate(({ dialog }) => {
      dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
    });
  });

  test('keeps what was set for the next start', async ({ dataDir }) => {
    const first = await launchWindow({ dataDir });
    await first.page.evaluate(() => window.station.settings.set({ theme: 'dark', person: 'A. Lee' }));
    await first.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.setBounds({ x: 120, y: 80, width: 1300, height: 800 }),
    );
    await first.app.close();
    const second = await launchWindow({ dataDir });
    await expect(second.page.getByText('A. Lee').first()).toBeVisible();
    const bounds = await second.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.getNormalBounds(),
    );
    expect(bounds).toMatchObject({ width: 1300, height: 800 });
    await second.app.close();
  });
});
