/** What the parts of the stand-in share: one per process, made by electron.ts. */

import type { BrowserWindow } from './browser-window.ts';
import type { Chromium } from './chromium.ts';
import { CustomSchemes } from './custom-schemes.ts';
import type { WebContents } from './web-contents.ts';

/** A call that real Electron would have shown to a person or given to the system; tests look at them. */
export interface Recorded {
  readonly api: string;
  readonly args: readonly unknown[];
}

/** Answers a request for an address of a custom scheme. */
export type ProtocolHandler = (request: Request) => Response | Promise<Response>;

export class Host {
  readonly schemes = new CustomSchemes();
  readonly protocolHandlers = new Map<string, ProtocolHandler>();
  /** Command-line switches, name → value. */
  readonly switches = new Map<string, string>();
  readonly windows = new Set<BrowserWindow>();
  readonly contents = new Map<number, WebContents>();
  readonly recorded: Recorded[] = [];
  /** On a display, with frames of its own: the preview. Else without one, for tests. */
  readonly headed = process.env.FIDUCIAL_PREVIEW === '1';
  appPath = process.cwd();
  manifest: { readonly name: string; readonly productName?: string; readonly version: string } = {
    name: 'electron',
    version: '0',
  };
  #chromium: Chromium | undefined;

  get chromium(): Chromium {
    if (!this.#chromium) throw new Error('stand-in: a window is made before the application is ready');
    return this.#chromium;
  }
  set chromium(chromium: Chromium) {
    this.#chromium = chromium;
  }
  get hasChromium(): boolean {
    return this.#chromium !== undefined;
  }

  record(api: string, ...args: readonly unknown[]): void {
    this.recorded.push({ api, args });
  }
}
