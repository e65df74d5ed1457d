/** The program's end of the bridge to a page's preload script: calls and events as IPC, over the DevTools protocol. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { HandlerDetails, IpcMainInvokeEvent } from 'electron';
import type { DevTools } from './chromium.ts';
import {
  type FromPage,
  mainWorldSource,
  pathFunction,
  preloadWorldName,
  preloadWorldSource,
  receiveFunction,
  sendBinding,
  type ToPage,
} from './page-bridge.ts';
import { makeCodec, nodeCodec } from './structured-clone-text.ts';
import type { PageServices, WebContents } from './web-contents.ts';

export class BridgeEnd {
  readonly #contents: WebContents;
  readonly #services: PageServices;
  readonly #preload: string | undefined;
  /** Execution context of the preload script; messages for a document that has none yet are lost, as Electron's are. */
  #context: number | undefined;

  /** @param preload File of the preload script. */
  constructor(contents: WebContents, services: PageServices, preload: string | undefined) {
    this.#contents = contents;
    this.#services = services;
    this.#preload = preload;
  }

  /** Puts the page's end into every document to come. */
  async install(page: DevTools): Promise<void> {
    const { bridgeKey } = this.#services;
    const preload = this.#preload;
    const meta = { platform: process.platform, arch: process.arch, versions: { ...process.versions } };
    const script = preload === undefined ? '' : readFileSync(preload, 'utf8');
    const source = preloadWorldSource(bridgeKey, makeCodec, meta, script);
    await Promise.all([
      page.send('Runtime.addBinding', { name: sendBinding, executionContextName: preloadWorldName }),
      page.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource(bridgeKey) }),
      page.send('Page.addScriptToEvaluateOnNewDocument', {
        source: `${source}\n//# sourceURL=${preload === undefined ? 'preload' : pathToFileURL(preload)}`,
        worldName: preloadWorldName,
      }),
    ]);
  }

  listen(page: DevTools): void {
    page.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === sendBinding) void this.#received(nodeCodec.decode(payload) as FromPage);
    });
    page.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = context.auxData as { frameId?: string };
      if (context.name === preloadWorldName && frameId === this.#contents.targetId) this.#context = context.id;
    });
    page.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#context) this.#context = undefined;
    });
    page.on('Runtime.executionContextsCleared', () => {
      this.#context = undefined;
    });
    page.on('Inspector.targetCrashed', () => {
      this.#context = undefined;
    });
    page.on('Debugger.paused', ({ callFrames }) => void this.#lookUpPath(page, callFrames[0]));
  }

  post(message: ToPage): void {
    const text = nodeCodec.encode(message);
    const executionContextId = this.#context;
    if (executionContextId === undefined || this.#contents.isDestroyed()) return;
    void this.#contents.attached
      .then((page) =>
        page.send('Runtime.callFunctionOn', {
          executionContextId,
          functionDeclaration: `(text) => globalThis.${receiveFunction}(text)`,
          arguments: [{ value: text }],
        }),
      )
      // The document went away meanwhile, and with it whoever waited.
      .catch(() => undefined);
  }

  async #received(message: FromPage): Promise<void> {
    const contents = this.#contents;
    const event = { type: 'frame', sender: contents, senderFrame: contents.mainFrame } as unknown as IpcMainInvokeEvent;
    switch (message.kind) {
      case 'invoke':
        this.post(await this.#invoke(event, message.id, message.channel, message.args));
        break;
      case 'send':
        this.#services.ipcMain.emit(message.channel, event, ...message.args);
        break;
      case 'open': {
        const url = this.#services.host.schemes.fromHttp(message.url);
        const frameName = message.target.replace(/^_blank$/, '');
        const { action } = contents.askToOpen({ url, frameName } as HandlerDetails);
        if (action !== 'deny') console.error('stand-in: a window that a page opens is not implemented');
        break;
      }
      case 'preload-error':
        console.error('Unable to load preload script:', message.message);
        contents.emit('preload-error', {}, this.#preload, new Error(message.message));
        break;
    }
  }

  async #invoke(event: IpcMainInvokeEvent, id: number, channel: string, args: readonly unknown[]): Promise<ToPage> {
    try {
      const handler = this.#services.ipcMain.handlerOf(channel);
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      const value = await handler(event, ...args);
      nodeCodec.encode(value);
      return { kind: 'reply', id, ok: true, value };
    } catch (error) {
      const text = error instanceof DOMException ? 'Error: An object could not be cloned.' : String(error);
      return { kind: 'reply', id, ok: false, value: text };
    }
  }

  /** The preload script waits in the debugger while the path of its `file` is looked up: Electron answers at once, too. */
  async #lookUpPath(page: DevTools, frame: { callFrameId: string; functionName: string } | undefined): Promise<void> {
    try {
      if (frame?.functionName !== pathFunction) return;
      const { callFrameId } = frame;
      const { result } = await page.send('Debugger.evaluateOnCallFrame', { callFrameId, expression: 'file' });
      const { path } = await page
        .send('DOM.getFileInfo', { objectId: result.objectId ?? '' })
        .catch(() => ({ path: '' }));
      await page.send('Debugger.evaluateOnCallFrame', { callFrameId, expression: `path = ${JSON.stringify(path)}` });
    } finally {
      await page.send('Debugger.resume').catch(() => undefined);
    }
  }
}
