/** A running Chromium and the DevTools protocol with it, over a pipe: no port is opened unless a test driver asks for one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { CDPSession } from '@playwright/test';
import { findChromium } from '../../test/chromium-binary.ts';

export type DevTools = Pick<CDPSession, 'send' | 'on' | 'once'>;

export interface ChromiumOptions {
  readonly profile: string;
  /** Port of the loopback server that all of the window's hosts are mapped to. */
  readonly serverPort: number;
  readonly headed: boolean;
  /** Address of the page that a headed browser opens first. */
  readonly firstPage: string;
  /** Further switches, name → value. */
  readonly switches: ReadonlyMap<string, string>;
}

/** Switches of ours that a caller cannot change; `remote-debugging-port` is passed on as Electron does. */
const ownSwitches = new Set([
  'user-data-dir',
  'disable-features',
  'enable-features',
  'no-sandbox',
  'host-resolver-rules',
]);

const disabledFeatures =
  'Translate,MediaRouter,OptimizationHints,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,PaintHolding';

export function chromiumArguments({ profile, serverPort, headed, firstPage, switches }: ChromiumOptions): string[] {
  const passedOn = [...switches].filter(([name]) => !ownSwitches.has(name));
  return [
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-extensions',
    '--disable-component-update',
    '--disable-background-networking',
    '--disable-sync',
    '--disable-default-apps',
    '--disable-dev-shm-usage',
    '--disable-renderer-backgrounding',
    '--disable-backgrounding-occluded-windows',
    '--disable-background-timer-throttling',
    '--disable-infobars',
    '--password-store=basic',
    '--use-mock-keychain',
    '--force-color-profile=srgb',
    `--disable-features=${disabledFeatures}`,
    // The window reaches the stand-in's own server and nothing else.
    `--host-resolver-rules=MAP *.localhost:80 127.0.0.1:${serverPort}, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1`,
    ...(headed
      ? [`--app=${firstPage}`, '--test-type']
      : ['--headless=new', '--hide-scrollbars', '--no-startup-window']),
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...passedOn.map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`)),
  ];
}

interface Waiting {
  readonly method: string;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: never;
  readonly error?: { readonly message: string };
}

export class Chromium {
  readonly #process: ChildProcess;
  readonly #input: Writable;
  readonly #waiting = new Map<number, Waiting>();
  readonly #sessions = new Map<string, EventEmitter>();
  readonly #browser = new EventEmitter();
  /** Resolves when the process has ended. */
  readonly gone: Promise<void>;
  #lastId = 0;
  #diagnostics = '';

  constructor(options: ChromiumOptions) {
    const binary = findChromium();
    if (!binary)
      throw new Error('No Chromium was found. Install one (apt-get install chromium) or name it in CHROMIUM.');
    // Chromium ends by itself when the other end of its pipe is gone, so it never outlives this process.
    this.#process = spawn(binary, chromiumArguments(options), { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
    this.#input = this.#process.stdio[3] as Writable;
    this.#input.on('error', () => undefined);
    this.#process.stderr?.on('data', (chunk: Buffer) => this.#heard(chunk.toString()));
    this.gone = new Promise((resolve) => {
      this.#process.once('close', () => resolve());
      this.#process.once('error', (error) => {
        this.#diagnostics += error.message;
        resolve();
      });
    });
    void this.gone.then(() => this.#fail(`Chromium has ended.\n${this.#diagnostics}`));
    this.#read(this.#process.stdio[4] as Readable);
  }

  /** For the whole browser. */
  readonly devTools: DevTools = this.#devTools(this.#browser, undefined);

  async attach(targetId: string): Promise<DevTools> {
    const { sessionId } = await this.devTools.send('Target.attachToTarget', { targetId, flatten: true });
    const events = new EventEmitter();
    this.#sessions.set(sessionId, events);
    return this.#devTools(events, sessionId);
  }

  /** Lets Chromium write its profile and end; kills it after three seconds. */
  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    void this.devTools.send('Browser.close').catch(() => undefined);
    const late = setTimeout(() => this.#process.kill('SIGKILL'), 3000);
    await this.gone;
    clearTimeout(late);
  }

  #devTools(events: EventEmitter, sessionId: string | undefined): DevTools {
    const send = (method: string, params: object = {}): Promise<never> =>
      new Promise((resolve, reject) => {
        this.#lastId += 1;
        this.#waiting.set(this.#lastId, { method, resolve, reject });
        this.#input.write(`${JSON.stringify({ id: this.#lastId, method, params, sessionId })}\0`);
      });
    return Object.assign(events, { send }) as unknown as DevTools;
  }

  /** Messages are JSON texts that end in a zero byte. */
  #read(output: Readable): void {
    let parts: Buffer[] = [];
    output.on('data', (chunk: Buffer) => {
      let from = 0;
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
        parts.push(chunk.subarray(from, end));
        this.#dispatch(JSON.parse(Buffer.concat(parts).toString()) as Message);
        parts = [];
        from = end + 1;
      }
      parts.push(chunk.subarray(from));
    });
  }

  #dispatch({ id, sessionId, method, params, result, error }: Message): void {
    if (id !== undefined) {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(new Error(`${waiting.method}: ${error.message}`));
      else waiting?.resolve(result as never);
    } else if (method !== undefined) {
      (sessionId === undefined ? this.#browser : this.#sessions.get(sessionId))?.emit(method, params);
    }
  }

  /** A driver that asked for a port reads this line from our own error output, as it reads Electron's. */
  #heard(text: string): void {
    if (this.#diagnostics.length < 20_000) this.#diagnostics += text;
    const listening = /DevTools listening on ws:\/\/\S+/.exec(text);
    if (listening) process.stderr.write(`\n${listening[0]}\n`);
  }

  #fail(reason: string): void {
    for (const { method, reject } of this.#waiting.values()) reject(new Error(`${method}: ${reason}`));
    this.#waiting.clear();
  }
}
