/**
 * What runs inside the window: Electron's preload world and its context bridge, on an ordinary page. The source text of
 * these functions is evaluated in every document, `bridgeEnd` and `mainWorld` in the page's world, `bridgeEnd` and
 * `preloadWorld` in an isolated one: none may refer to anything outside itself.
 */
import type { Codec, makeCodec } from './structured-clone-text.ts';

/** From the preload script to the main process. */
export type FromPage =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly kind: 'send'; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly kind: 'open'; readonly url: string; readonly target: string }
  | { readonly kind: 'preload-error'; readonly message: string };

/** From the main process to the preload script. */
export type ToPage =
  | { readonly kind: 'reply'; readonly id: number; readonly ok: boolean; readonly value: unknown }
  | { readonly kind: 'event'; readonly channel: string; readonly args: readonly unknown[] };

/** Name of the isolated world, as Electron's own. */
export const preloadWorldName = 'Electron Isolated Context';
/** Function that the isolated world sends by, and the one it receives with. */
export const sendBinding = '__standInSend';
export const receiveFunction = '__standInReceive';
/** The page stops in this function's debugger statement while the main process looks up the path of a file. */
export const pathFunction = '__standInPath';

/** `process` as a sandboxed preload script sees it. */
export interface PageProcess {
  readonly platform: string;
  readonly arch: string;
  readonly versions: Readonly<Record<string, string | undefined>>;
}

interface BridgeEnd {
  pack(value: unknown): unknown;
  unpack(value: unknown, freeze?: boolean): unknown;
  post(detail: object): void;
  /** Handlers of messages that are not calls. */
  readonly on: Record<string, (detail: never) => void>;
}

function bridgeEnd(heard: string, said: string): BridgeEnd {
  const functionMark = '\u0000function';
  const promiseMark = '\u0000promise';
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const results = new Map<number, { ok: boolean; value: unknown }>();
  const pending = new Map<number, PromiseWithResolvers<unknown>>();
  const on: BridgeEnd['on'] = {};
  let lastId = 0;
  const nextId = (): number => {
    lastId += 1;
    return lastId;
  };
  const isPlain = (value: unknown): value is Record<string, unknown> =>
    Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]';
  const each = (value: Record<string, unknown>, change: (item: unknown) => unknown): unknown =>
    Array.isArray(value)
      ? value.map(change)
      : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
  const post = (detail: object): void => {
    window.dispatchEvent(new CustomEvent(said, { detail }));
  };
  const pack = (value: unknown): unknown => {
    if (typeof value === 'symbol') throw new Error('An object could not be cloned.');
    if (typeof value === 'function') {
      const id = nextId();
      functions.set(id, value as (...args: unknown[]) => unknown);
      return { [functionMark]: id };
    }
    if (value instanceof Promise) {
      const id = nextId();
      value.then(
        (result) => post({ op: 'settle', id, ok: true, value: pack(result) }),
        (error) => post({ op: 'settle', id, ok: false, value: error instanceof Error ? error.message : String(error) }),
      );
      return { [promiseMark]: id };
    }
    return isPlain(value) ? each(value, pack) : value;
  };
  const unpack = (value: unknown, freeze = false): unknown => {
    if (!isPlain(value)) return value;
    if (functionMark in value) return (...args: unknown[]) => call(value[functionMark] as number, args);
    if (promiseMark in value) {
      const promise = Promise.withResolvers<unknown>();
      pending.set(value[promiseMark] as number, promise);
      return promise.promise;
    }
    const copy = each(value, (item) => unpack(item, freeze));
    return freeze ? Object.freeze(copy) : copy;
  };
  const call = (callee: number, args: readonly unknown[]): unknown => {
    const id = nextId();
    post({ op: 'call', id, callee, args: pack(args) });
    const result = results.get(id);
    results.delete(id);
    if (!result) throw new Error('An object could not be cloned.');
    if (!result.ok) throw new Error(String(result.value));
    return unpack(result.value);
  };
  const answer = (callee: number, args: unknown): { ok: boolean; value: unknown } => {
    try {
      return { ok: true, value: pack(functions.get(callee)?.(...(unpack(args) as unknown[]))) };
    } catch (error) {
      return { ok: false, value: error instanceof Error ? error.message : String(error) };
    }
  };
  window.addEventListener(
    heard,
    (event) => {
      const { detail } = event as CustomEvent;
      if (!detail) return;
      event.stopImmediatePropagation();
      switch (detail.op) {
        case 'call':
          post({ op: 'result', id: detail.id, ...answer(detail.callee, detail.args) });
          break;
        case 'result':
          results.set(detail.id, detail);
          break;
        case 'settle':
          if (detail.ok) pending.get(detail.id)?.resolve(unpack(detail.value));
          else pending.get(detail.id)?.reject(new Error(detail.value));
          pending.delete(detail.id);
          break;
        default:
          on[detail.op]?.(detail as never);
      }
    },
    true,
  );
  return { pack, unpack, post, on };
}

function mainWorld(bridge: BridgeEnd): void {
  const { unpack, post, on } = bridge;
  on.expose = ({ key, api }: { key: string; api: unknown }) => {
    Object.defineProperty(window, key, { value: unpack(api, true), enumerable: true });
  };
  window.open = (url = '', target = '') => {
    post({ op: 'open', url: new URL(url, document.baseURI).href, target });
    return null;
  };
}

interface PreloadNames {
  readonly send: string;
  readonly receive: string;
}

function preloadWorld(
  bridge: BridgeEnd,
  codec: Codec,
  names: PreloadNames,
  pathOf: (file: File) => string,
  page: PageProcess,
  preload: (require: (name: string) => unknown, module: { exports: object }, exports: object, process: object) => void,
): void {
  type Listener = (event: object, ...args: unknown[]) => void;
  const world = globalThis as unknown as Record<string, (text: string) => void>;
  const say = (message: FromPage): void => world[names.send]!(codec.encode(message));
  const listeners = new Map<string, Listener[]>();
  const waiting = new Map<number, PromiseWithResolvers<unknown> & { channel: string }>();
  let lastId = 0;
  const refusingClone = (action: () => void): void => {
    try {
      action();
    } catch {
      throw new Error('An object could not be cloned.');
    }
  };
  const ipcRenderer = {
    on(channel: string, listener: Listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    removeListener(channel: string, listener: Listener) {
      const left = [...(listeners.get(channel) ?? [])];
      const at = left.lastIndexOf(listener);
      if (at >= 0) left.splice(at, 1);
      listeners.set(channel, left);
      return ipcRenderer;
    },
    off: (channel: string, listener: Listener) => ipcRenderer.removeListener(channel, listener),
    async invoke(channel: string, ...args: unknown[]) {
      lastId += 1;
      const id = lastId;
      const reply = Promise.withResolvers<unknown>();
      refusingClone(() => say({ kind: 'invoke', id, channel, args }));
      waiting.set(id, { ...reply, channel });
      return reply.promise;
    },
    send: (channel: string, ...args: unknown[]) => refusingClone(() => say({ kind: 'send', channel, args })),
  };
  world[names.receive] = (text) => {
    const message = codec.decode(text) as ToPage;
    if (message.kind === 'event') {
      for (const listener of listeners.get(message.channel) ?? []) listener({ sender: ipcRenderer }, ...message.args);
      return;
    }
    const reply = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) reply?.resolve(message.value);
    else reply?.reject(new Error(`Error invoking remote method '${reply.channel}': ${message.value}`));
  };
  bridge.on.open = ({ url, target }: { url: string; target: string }) => say({ kind: 'open', url, target });

  // Links that would open another window; the page's own handlers come first.
  const linkOf = (event: globalThis.Event): HTMLAnchorElement | undefined =>
    event
      .composedPath()
      .find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement && node.href !== '');
  addEventListener('click', (event) => {
    const link = linkOf(event);
    const inPlace =
      /^_(self|top|parent)$/.test(link?.target || '_self') && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!link || event.defaultPrevented || inPlace) return;
    event.preventDefault();
    say({ kind: 'open', url: link.href, target: link.target });
  });
  addEventListener('auxclick', (event) => {
    const link = linkOf(event);
    if (!link || event.button !== 1) return;
    event.preventDefault();
    say({ kind: 'open', url: link.href, target: '_blank' });
  });

  const electron = {
    ipcRenderer,
    contextBridge: {
      exposeInMainWorld: (key: string, api: unknown) => bridge.post({ op: 'expose', key, api: bridge.pack(api) }),
    },
    webUtils: {
      getPathForFile(file: File) {
        if (!(file instanceof File)) throw new TypeError('getPathForFile expects a File');
        return pathOf(file);
      },
    },
  };
  const require = (name: string): unknown => {
    if (/^electron(\/(renderer|common))?$/.test(name)) return electron;
    throw new Error(`module not found: ${name}`);
  };
  const module = { exports: {} };
  const process = { ...page, env: {}, argv: [], type: 'renderer', sandboxed: true, contextIsolated: true };
  try {
    preload(require, module, module.exports, process);
  } catch (error) {
    say({ kind: 'preload-error', message: error instanceof Error ? String(error.stack) : String(error) });
  }
}

/** Only the window's own document gets a bridge, no frame in it and no empty page. */
const inOwnDocument = (source: string): string =>
  `if (location.href !== 'about:blank' && window.top === window) {${bridgeEnd}\n${source}\n}`;

/** @param key Secret that pairs the two ends: the names of their events, which the page cannot guess. */
export const mainWorldSource = (key: string): string =>
  `(() => {${inOwnDocument(`(${mainWorld})(bridgeEnd('${key}-main', '${key}-preload'))`)}})()`;

export const preloadWorldSource = (
  key: string,
  codec: typeof makeCodec,
  page: PageProcess,
  preload: string,
): string => {
  const names = JSON.stringify({ send: sendBinding, receive: receiveFunction } satisfies PreloadNames);
  // The main process evaluates on this function's paused frame: it reads `file` and sets `path`.
  const pathOf = `function ${pathFunction}(file) { let path = ''; debugger; return path; }`;
  return `(() => {${inOwnDocument(`
    const codec = (${codec})((bytes) => bytes.toBase64(), (text) => Uint8Array.fromBase64(text));
    ${pathOf}
    const preload = function (require, module, exports, process) {${preload}
    };
    (${preloadWorld})(bridgeEnd('${key}-preload', '${key}-main'), codec, ${names}, ${pathFunction}, ${JSON.stringify(page)}, preload);
  `)}})()`;
};
