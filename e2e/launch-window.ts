/** Starts the program with its window, for tests and screenshots: the built bundle, unmodified, on a data folder of its own. */
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test';
import { typeLikeAPerson } from './person-hands.ts';
import { projectRoot } from './window-build.ts';
import { chooseHost, standInFolder } from './window-host.ts';

export interface LaunchOptions {
  readonly dataDir: string;
  /** Files that the desktop hands over at the start. */
  readonly files?: readonly string[];
  /** App to start: the project itself, or another build of it (e2e/window-build.ts). Default: `E2E_BUILD`, else the project. */
  readonly app?: string;
  /** Started instead of Electron's executable, with its arguments. */
  readonly executable?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface LaunchedWindow {
  readonly app: ElectronApplication;
  readonly page: Page;
}

const launchTimeoutMs = 60_000;

async function launchProgram({
  dataDir,
  files = [],
  app = process.env.E2E_BUILD ?? '.',
  executable,
  env = {},
}: LaunchOptions): Promise<ElectronApplication> {
  const host = chooseHost();
  // Chromium refuses to run as root with its sandbox, as build machines want it.
  const asRoot = host === 'electron' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  // The electron package itself is asked for the executable, and it honours this variable.
  if (host === 'stand-in') process.env.ELECTRON_OVERRIDE_DIST_PATH = standInFolder;
  const launched = await electron.launch({
    cwd: projectRoot,
    ...(executable === undefined ? {} : { executablePath: executable }),
    args: [...asRoot, app, `--data-dir=${dataDir}`, ...files],
    timeout: launchTimeoutMs,
    env: { ...definedOnly(process.env), ...env },
  });
  for (const stream of [launched.process().stdout, launched.process().stderr])
    stream?.on('data', (chunk: Buffer) => {
      if (process.env.E2E_LOG) process.stderr.write(chunk);
    });
  return launched;
}

export async function launchWindow(options: LaunchOptions): Promise<LaunchedWindow> {
  const app = await launchProgram(options);
  try {
    const page = await app.firstWindow({ timeout: launchTimeoutMs });
    // The first document of a new window is empty.
    await page.waitForURL((url) => url.href !== 'about:blank');
    typeLikeAPerson(page);
    return { app, page };
  } catch (error) {
    await app.close();
    throw error;
  }
}

const definedOnly = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
