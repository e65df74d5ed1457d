/**
 * Electron's security checklist (electronjs.org/docs/latest/tutorial/security), one test for each item, in its order and
 * under its number. What a unit test beside the code shows better is only named here.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WebPreferences } from 'electron';
import { glob } from 'tinyglobby';
import { channelNames } from '../src/ipc/channel-names.ts';
import { expect, test } from './fixture.ts';
import type { LaunchedWindow } from './launch-window.ts';
import { projectRoot } from './window-build.ts';
import { chooseHost } from './window-host.ts';

const own = 'app://workstation/index.html';

/** The program's own code, without its tests. */
async function sources(folder: string): Promise<readonly { readonly file: string; readonly text: string }[]> {
  const files = await glob([`${folder}/**/*.{ts,tsx}`], {
    cwd: projectRoot,
    ignore: ['**/*.test.ts', '**/*.test.tsx', '**/testing/**'],
  });
  return files.map((file) => ({ file, text: readFileSync(join(projectRoot, file), 'utf8') }));
}

const filesWith = async (folder: string, pattern: RegExp): Promise<readonly string[]> =>
  (await sources(folder)).filter(({ text }) => pattern.test(text)).map(({ file }) => file);

/** What the window was made with: in Electron what is in force, in the stand-in what was asked for. */
const preferencesOf = ({ app }: LaunchedWindow): Promise<WebPreferences> =>
  app.evaluate(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    return (webContents as unknown as { getLastWebPreferences(): WebPreferences }).getLastWebPreferences();
  });

/** Whether the program stops an event of its page that Electron would otherwise act on. */
const isPrevented = ({ app }: LaunchedWindow, name: string, details: object): Promise<boolean> =>
  app.evaluate(
    ({ BrowserWindow }, [event, facts]) => {
      let prevented = false;
      const preventDefault = (): void => {
        prevented = true;
      };
      BrowserWindow.getAllWindows()[0]!.webContents.emit(event as 'blur', { ...facts, preventDefault } as never);
      return prevented;
    },
    [name, details] as const,
  );

test('1. loads secure content only: every file of the page comes from the program itself', async ({ page }) => {
  expect(page.url().replace(/^http:\/\/workstation\.app\.localhost/, 'app://workstation')).toBe(own);
  const foreign = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => new URL(name).host !== location.host),
  );
  expect(foreign).toEqual([]);
});

test('1. whatever a page forgets, requests to other sites and to files are cancelled', async ({ launched }) => {
  test.skip(chooseHost() !== 'stand-in', 'Electron does not give its handlers out; shell.spec.ts tries a real request');
  const cancelled = await launched.app.evaluate(({ session }) => {
    const { beforeRequest } = session.defaultSession as unknown as {
      beforeRequest: (details: object, answer: (answer: { cancel?: boolean }) => void) => void;
    };
    let answer: { cancel?: boolean } = {};
    beforeRequest({ url: 'https://example.com/' }, (given) => {
      answer = given;
    });
    return answer.cancel;
  });
  expect(cancelled).toBe(true);
});

test('1. the browser looks up no name that a site has not named', async ({ app }) => {
  // src/main/app/no-egress.test.ts has the rules with a server.
  const rules = await app.evaluate(({ app: electron }) => electron.commandLine.getSwitchValue('host-resolver-rules'));
  expect(rules).toBe('MAP * ~NOTFOUND');
});

test('2.–4. no Node in the page, a context of its own for the preload script, a sandbox', async ({ launched }) => {
  const preferences = await preferencesOf(launched);
  expect(preferences.nodeIntegration ?? false).toBe(false);
  expect(preferences.nodeIntegrationInWorker ?? false).toBe(false);
  expect(preferences.nodeIntegrationInSubFrames ?? false).toBe(false);
  expect(preferences.contextIsolation).toBe(true);
  expect(preferences.sandbox).toBe(true);
});

test('3. what a page does to its own prototypes does not reach the preload script', async ({ page }) => {
  const answer = await page.evaluate(async () => {
    // The page's own code goes on while the trap is set: only texts are kept, for what it calls with may hold the
    // window itself.
    const stolen: string[] = [];
    const original = Function.prototype.call;
    Function.prototype.call = function (this: unknown, ...args: never[]) {
      for (const each of args as unknown[]) if (typeof each === 'string') stolen.push(each);
      return Reflect.apply(original, this as typeof original, args);
    } as never;
    Object.defineProperty(Object.prototype, 'invoke', { get: () => stolen.push('fiducial:'), configurable: true });
    const counts = await window.station.queue.counts({});
    const quiet = !stolen.some((each) => each.includes('fiducial:'));
    ((_: string) => undefined).call(undefined, 'fiducial:control');
    Function.prototype.call = original;
    Reflect.deleteProperty(Object.prototype, 'invoke');
    return { ok: counts.ok, quiet, trapWorks: stolen.includes('fiducial:control') };
  });
  expect(answer).toEqual({ ok: true, quiet: true, trapWorks: true });
});

test('4. every page is sandboxed, before any is made, and nothing takes that back', async () => {
  expect(await filesWith('src/main', /app\.enableSandbox\(\)/)).toEqual(['src/main/app/start-shell.ts']);
  expect(await filesWith('src', /no-sandbox|sandbox: false/)).toEqual([]);
});

test('5. permissions are refused, but the camera for our own page', async ({ launched, page }) => {
  // src/main/app/permissions.test.ts has every question; here: that they are asked.
  if (chooseHost() === 'stand-in') {
    const handlers = await launched.app.evaluate(({ session }) => {
      const asked = session.defaultSession as unknown as {
        permissionCheckHandler: (contents: null, permission: string, from: string, details: object) => boolean;
        devicePermissionHandler: () => boolean;
        permissionRequestHandler: (c: null, p: string, answer: (ok: boolean) => void, details: object) => void;
      };
      const from = 'app://workstation/index.html';
      let requested: boolean | undefined;
      asked.permissionRequestHandler(null, 'geolocation', (given) => (requested = given), { requestingUrl: from });
      return {
        geolocation: asked.permissionCheckHandler(null, 'geolocation', from, {}),
        camera: asked.permissionCheckHandler(null, 'media', from, { mediaType: 'video' }),
        device: asked.devicePermissionHandler(),
        requested,
      };
    });
    expect(handlers).toEqual({ geolocation: false, camera: true, device: false, requested: false });
  } else {
    const states = await page.evaluate(() =>
      Promise.all(
        (['geolocation', 'notifications'] as const).map(
          async (name) => (await navigator.permissions.query({ name })).state,
        ),
      ),
    );
    expect(states).toEqual(['denied', 'denied']);
  }
});

test('6. and 8.–11. no switch that weakens the page is set', async ({ launched }) => {
  const preferences = await preferencesOf(launched);
  expect(preferences.webSecurity ?? true).toBe(true);
  expect(preferences.allowRunningInsecureContent ?? false).toBe(false);
  expect(preferences.experimentalFeatures ?? false).toBe(false);
  expect(preferences.enableBlinkFeatures ?? '').toBe('');
  expect(preferences.webviewTag ?? false).toBe(false);
  const weakening =
    /webSecurity: false|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|allowpopups|disable-web-security|ignore-certificate-errors/;
  expect(await filesWith('src', weakening)).toEqual([]);
});

test('7. every answer carries a content policy without inline code, eval or another site', async ({ page }) => {
  // shell.spec.ts tries each of these in the page; respond.test.ts has the policy of every kind of answer.
  const policy = await page.evaluate(async () => (await fetch('index.html')).headers.get('content-security-policy'));
  expect(policy).toMatch(/^default-src 'none';/);
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

test('12. a web view is never attached, whatever its options', async ({ launched }) => {
  expect(await isPrevented(launched, 'will-attach-webview', {})).toBe(true);
});

test('13. the page cannot be led anywhere else, nor a frame in it', async ({ launched }) => {
  const led = (url: string, isMainFrame = true) => isPrevented(launched, 'will-frame-navigate', { url, isMainFrame });
  const elsewhere = [
    'https://example.com/',
    'http://127.0.0.1/',
    'file:///etc/passwd',
    'data:text/html,<script>1</script>',
    'javascript:alert(1)',
    'blob:app://workstation/1',
    'about:blank',
    'app://workstation/other.html',
    'app://workstation/index.html?next=1',
    'app://workstation.example/index.html',
    'devtools://devtools/bundled/inspector.html',
  ];
  for (const url of elsewhere) expect(await led(url), url).toBe(true);
  expect(await led(own, false), 'our own page in a frame').toBe(true);
  expect(await led(own), 'our own page, loaded again').toBe(false);
});

test('14. no window is opened by a page, for any address', async ({ app, page }) => {
  const opened = await page.evaluate(() =>
    ['app://workstation/index.html', 'about:blank', 'https://example.com/', ''].map((url) => window.open(url) === null),
  );
  expect(opened).toEqual([true, true, true, true]);
  expect(app.windows()).toHaveLength(1);
});

test('15. no address is ever given to the system to open', async () => {
  expect(await filesWith('src', /openExternal/)).toEqual([]);
  // A folder and a file of the person's own choice, and these two places only.
  expect(await filesWith('src', /shell\.openPath/)).toEqual(['src/main/app/open-shell.ts']);
  expect(await filesWith('src', /showItemInFolder/)).toEqual(['src/main/app/dialogs.ts']);
});

test('16. the version of Electron is one exact version, and its updates are asked for', async () => {
  // `npm run audit:dependencies` asks the registry whether that version is still supported.
  const { devDependencies, scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
  expect(scripts['audit:dependencies']).toBeDefined();
});

test('17. one place hears the page, and asks first who speaks', async () => {
  // answer-call.test.ts has who may ask; random-messages.process.test.ts what happens to input of any kind.
  expect(await filesWith('src', /\bipcMain\b/)).toEqual(['src/main/ipc/register.ts']);
  const [register] = (await sources('src/main/ipc')).filter(({ file }) => file.endsWith('/register.ts'));
  expect(register!.text).toMatch(/ipcMain\.handle\([^\n]*\n\s+if \(!isOwnPage\(/);
  expect(register!.text.match(/ipcMain\.\w+/g)).toEqual(['ipcMain.handle']);
});

test('18. the page is served by a protocol of its own, never from a file', async ({ page }) => {
  expect(page.url()).not.toMatch(/^file:/);
  expect(await filesWith('src', /loadFile\(|loadURL\([^)]*file:|pathToFileURL/)).toEqual([]);
});

test('20. the page gets the contract’s functions, and nothing of Electron’s', async ({ page }) => {
  const seen = await page.evaluate(() => {
    const names = (value: object): object =>
      Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, typeof inner === 'function' ? 'function' : names(inner)]),
      );
    return names(window.station);
  });
  const contract = Object.entries(channelNames).map(([feature, calls]) => [
    feature,
    Object.fromEntries(Object.keys(calls).map((name) => [name, 'function'])),
  ]);
  expect(seen).toEqual({ ...Object.fromEntries(contract), files: { pathOf: 'function' } });
});

test('20. a listener hears what is told, and never Electron’s event, which knows who sent it', async ({ page }) => {
  const heard = await page.evaluate(async () => {
    const told = new Promise<readonly unknown[]>((done) => {
      window.station.settings.changed((...all: readonly unknown[]) => done(all));
    });
    await window.station.settings.set({ theme: 'dark' });
    return (await told).map((value) => Object.keys(value as object));
  });
  expect(heard).toHaveLength(1);
  expect(heard[0]).toContain('theme');
  expect(heard[0]).not.toContain('sender');
});
