import { canonicalBytes } from '../canonical.ts';
import { leafHash } from '../tree.ts';
import { buildLog, type OpenLog, sampleBytes, sha256 } from './sample-log.ts';

/** What somebody with the database file, but without what is known elsewhere, can do to a log. Each changes the log. */
export interface Tampering {
  readonly name: string;
  /** `at` is an existing row, `other` another one; `noise` 0..255. */
  apply(log: OpenLog, at: number, other: number, noise: number): void;
}

type Row = OpenLog['rows'][number];
const row = (log: OpenLog, at: number): Row => log.rows[at] as Row;
const rehash = (log: OpenLog, at: number): void => {
  row(log, at).leaf = leafHash(sha256, row(log, at).bytes);
};
const renumber = (log: OpenLog): void => {
  for (const [seq, entry] of log.rows.entries()) entry.seq = seq;
};
const forged = (seq: number): Uint8Array => sampleBytes(seq, { reason: 'forged' });
const flip = (bytes: Uint8Array, at: number, noise: number): Uint8Array => {
  const changed = Uint8Array.from(bytes);
  changed[at % bytes.length] = (changed[at % bytes.length] as number) ^ ((noise % 255) + 1);
  return changed;
};
const someNode = (log: OpenLog, at: number): string => [...log.nodes.keys()][at % log.nodes.size] as string;

export const tamperings: readonly Tampering[] = [
  {
    name: 'flip a byte of an entry',
    apply: (log, at, other, noise) => {
      row(log, at).bytes = flip(row(log, at).bytes, other * 31 + noise, noise);
    },
  },
  {
    name: 'edit an entry and its leaf hash',
    apply: (log, at) => {
      row(log, at).bytes = forged(at);
      rehash(log, at);
    },
  },
  {
    name: 'flip a byte of a leaf hash',
    apply: (log, at, other, noise) => {
      row(log, at).leaf = flip(row(log, at).leaf, other, noise);
    },
  },
  { name: 'delete a row', apply: (log, at) => void log.rows.splice(at, 1) },
  {
    name: 'delete a row and renumber the rest',
    apply: (log, at) => {
      log.rows.splice(at, 1);
      renumber(log);
    },
  },
  {
    name: 'insert a forged entry and renumber the rest',
    apply: (log, at) => {
      const bytes = forged(at);
      log.rows.splice(at, 0, { seq: at, bytes, leaf: leafHash(sha256, bytes) });
      renumber(log);
    },
  },
  {
    name: 'insert a copy of another entry and renumber the rest',
    apply: (log, at, other) => {
      log.rows.splice(at, 0, { ...row(log, other) });
      renumber(log);
    },
  },
  { name: 'append a copy of a row', apply: (log, at) => void log.rows.push({ ...row(log, at), seq: log.rows.length }) },
  {
    name: 'swap two entries',
    apply: (log, at, other) => {
      [log.rows[at], log.rows[other]] = [row(log, other), row(log, at)];
      renumber(log);
    },
  },
  {
    name: 'swap two entries and their numbers inside',
    apply: (log, at, other) => {
      const contents = [row(log, at), row(log, other)].map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)));
      row(log, at).bytes = canonicalBytes({ ...contents[1], seq: at });
      row(log, other).bytes = canonicalBytes({ ...contents[0], seq: other });
      rehash(log, at);
      rehash(log, other);
    },
  },
  {
    name: 'write an entry in other bytes',
    apply: (log, at) => {
      row(log, at).bytes = new TextEncoder().encode(`${new TextDecoder().decode(row(log, at).bytes)} `);
    },
  },
  {
    name: 'write an entry in other bytes, with its leaf hash',
    apply: (log, at) => {
      row(log, at).bytes = new TextEncoder().encode(` ${new TextDecoder().decode(row(log, at).bytes)}`);
      rehash(log, at);
    },
  },
  {
    name: 'flip a byte of a node',
    apply: (log, at, other, noise) => {
      const key = someNode(log, at);
      log.nodes.set(key, flip(log.nodes.get(key) as Uint8Array, other, noise));
    },
  },
  { name: 'drop a node', apply: (log, at) => void log.nodes.delete(someNode(log, at)) },
  {
    name: 'cut the tail, leaving its nodes',
    // At least two entries, so that a node goes without its leaves.
    apply: (log, at) => void log.rows.splice(Math.min(at, log.rows.length - 2)),
  },
];

/** Beyond what a log can tell by itself: the forger makes everything anew from the forged entry on. */
export function rewritten(log: OpenLog, at: number): OpenLog {
  return buildLog(log.rows.map(({ bytes }, seq) => (seq === at ? forged(at) : bytes)));
}
