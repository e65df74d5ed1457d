/**
 * Structured clone as text: what Electron's IPC does to values, over a protocol that carries strings. Keeps shared and
 * circular references, undefined, NaN, bigint, dates, maps, sets, errors and binary data; functions, symbols, promises
 * and the like throw DataCloneError as the real one does.
 *
 * `makeCodec` refers to nothing outside itself: its source text runs in the window too.
 */
export interface Codec {
  encode(value: unknown): string;
  decode(text: string): unknown;
}

export function makeCodec(toBase64: (bytes: Uint8Array) => string, fromBase64: (text: string) => Uint8Array): Codec {
  type Bytes = Uint8Array<ArrayBuffer>;
  // A value is written as itself where JSON can say it, else as [tag, ...]; ['r', i] points into the table of objects.
  type Node = [tag: string, ...rest: unknown[]];
  const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);
  const refuse = (value: unknown): never => {
    throw new DOMException(
      `${typeof value === 'object' ? tagOf(value) : typeof value} could not be cloned.`,
      'DataCloneError',
    );
  };
  const uncloneable = new Set([
    'Promise',
    'WeakMap',
    'WeakSet',
    'WeakRef',
    'Blob',
    'File',
    'MessagePort',
    'SharedArrayBuffer',
  ]);

  function encode(value: unknown): string {
    const seen = new Map<object, number>();
    const nodes: (Node | null)[] = [];
    const write = (item: unknown): unknown => {
      if (item === null || typeof item === 'string' || typeof item === 'boolean') return item;
      if (item === undefined) return ['u'];
      if (typeof item === 'number') {
        if (Object.is(item, -0)) return ['n', '-0'];
        return Number.isFinite(item) ? item : ['n', String(item)];
      }
      if (typeof item === 'bigint') return ['b', String(item)];
      if (typeof item !== 'object') return refuse(item);
      const known = seen.get(item);
      if (known !== undefined) return ['r', known];
      const index = nodes.push(null) - 1;
      seen.set(item, index);
      nodes[index] = writeObject(item);
      return ['r', index];
    };
    const writeObject = (item: object): Node => {
      const tag = tagOf(item);
      if (Array.isArray(item)) return ['a', item.map(write)];
      if (uncloneable.has(tag)) return refuse(item);
      if (item instanceof ArrayBuffer) return ['B', toBase64(new Uint8Array(item))];
      if (ArrayBuffer.isView(item)) {
        const length = item instanceof DataView ? item.byteLength : (item as Uint8Array).length;
        return ['V', tag, write(item.buffer), item.byteOffset, length];
      }
      if (item instanceof Date) return ['D', write(item.getTime())];
      if (item instanceof RegExp) return ['R', item.source, item.flags];
      if (item instanceof Map) return ['M', [...item].map(([key, entry]) => [write(key), write(entry)])];
      if (item instanceof Set) return ['S', [...item].map(write)];
      if (item instanceof Error) return ['E', item.name, item.message, item.stack];
      return ['o', Object.entries(item).map(([key, entry]) => [key, write(entry)])];
    };
    return JSON.stringify([write(value), nodes]);
  }

  function decode(text: string): unknown {
    const [root, nodes] = JSON.parse(text) as [unknown, Node[]];
    const made: unknown[] = [];
    const constructors = globalThis as unknown as Record<string, new (...args: unknown[]) => unknown>;
    const read = (item: unknown): unknown => {
      if (!Array.isArray(item)) return item;
      const [tag, rest] = item as [string, string | number];
      if (tag === 'u') return undefined;
      if (tag === 'n') return Number(rest);
      if (tag === 'b') return BigInt(rest);
      const index = rest as number;
      return index in made ? made[index] : readObject(index, nodes[index]!);
    };
    const keep = <T>(index: number, value: T): T => {
      made[index] = value;
      return value;
    };
    const readObject = (index: number, [tag, first, second, third, fourth]: Node): unknown => {
      switch (tag) {
        case 'a': {
          const list = keep<unknown[]>(index, []);
          for (const entry of first as unknown[]) list.push(read(entry));
          return list;
        }
        case 'B':
          return keep(index, (fromBase64(first as string) as Bytes).slice().buffer);
        case 'V':
          return keep(index, new constructors[first as string]!(read(second), third, fourth));
        case 'D':
          return keep(index, new Date(read(first) as number));
        case 'R':
          return keep(index, new RegExp(first as string, second as string));
        case 'M': {
          const map = keep(index, new Map<unknown, unknown>());
          for (const [key, entry] of first as [unknown, unknown][]) map.set(read(key), read(entry));
          return map;
        }
        case 'S': {
          const set = keep(index, new Set<unknown>());
          for (const entry of first as unknown[]) set.add(read(entry));
          return set;
        }
        case 'E': {
          const named = /^(Eval|Range|Reference|Syntax|Type|URI)Error$/.test(first as string);
          const error = keep(index, new constructors[named ? (first as string) : 'Error']!(second) as Error);
          error.stack = third as string;
          return error;
        }
        default: {
          const object = keep<Record<string, unknown>>(index, {});
          for (const [key, entry] of first as [string, unknown][])
            Object.defineProperty(object, key, {
              value: read(entry),
              enumerable: true,
              configurable: true,
              writable: true,
            });
          return object;
        }
      }
    };
    return read(root);
  }

  return { encode, decode };
}

/** The codec on Node. */
export const nodeCodec: Codec = makeCodec(
  (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  (text) => new Uint8Array(Buffer.from(text, 'base64')),
);
