import { canonicalBytes } from '../canonical.ts';
import type { NoteSigner } from '../checkpoint.ts';
import { formatNote, parseNote } from '../note.ts';
import type { KnownElsewhere } from '../signed-log.ts';
import { formatVerifierKey } from '../verifier-key.ts';
import { testSigner } from './node-crypto.ts';
import { buildExport, type OpenExport } from './sample-export.ts';
import { buildLog, sampleBytes } from './sample-log.ts';
import {
  besideKey,
  epochEntry,
  type LogPlan,
  noteAt,
  type OpenSignedLog,
  origin,
  signLog,
} from './sample-signed-log.ts';

/** Numbers from a seed, the same for the same seed (mulberry32). */
export interface Draw {
  /** 0 to before `limit`. */
  below(limit: number): number;
}

export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return { below: (limit) => next() % limit };
}

/** What a verifier is given: a log or an export, and what it knows from elsewhere. */
export type Evidence =
  | { readonly type: 'log'; readonly log: OpenSignedLog; readonly known: KnownElsewhere }
  | { readonly type: 'export'; readonly files: OpenExport; readonly known: KnownElsewhere };

/** The true log with the plan that it was made by. */
export interface Victim {
  readonly plan: LogPlan;
  readonly log: OpenSignedLog;
  /** Entries under the newest checkpoint whose state somebody keeps elsewhere. */
  readonly anchoredSize: number;
}

/**
 * A class of tampering, by somebody who has every file of the station but no private key, unless it says otherwise, and
 * who makes everything fit that can be made to fit without one. What it gives differs from the truth.
 */
export interface SignedTampering {
  readonly name: string;
  /** Whether the forger has the log's own keys, which only a log made by its plan gives away. */
  readonly hasKeys?: true;
  apply(victim: Victim, draw: Draw): Evidence;
}

/** Signs under the log's own name, with a key that no log names. */
const thiefOf = ({ plan }: Victim): NoteSigner => testSigner(plan.origin ?? origin, 9999);
const stolenKey = (victim: Victim): string => formatVerifierKey(thiefOf(victim).key);

const copyOf = ({ log }: Victim): OpenSignedLog => ({
  rows: log.rows.map((row) => ({ ...row })),
  nodes: new Map(log.nodes),
  checkpoints: [...log.checkpoints],
  vkeys: [...log.vkeys],
  mark: log.mark,
});
const asLog = (victim: Victim, log: OpenSignedLog): Evidence => ({ type: 'log', log, known: besideKey(victim.log) });
/** The log made anew over these contents, its tree fitting, its checkpoints as they were. */
const remade = (victim: Victim, contents: readonly Uint8Array[]): OpenSignedLog => ({
  ...copyOf(victim),
  ...buildLog(contents),
});
const contentsOf = ({ log }: Victim): Uint8Array[] => log.rows.map(({ bytes }) => bytes);
const anchored = ({ anchoredSize }: Victim, draw: Draw): number => draw.below(anchoredSize);
/** A place under the newest checkpoint whose entry begins no epoch. */
const ordinary = ({ plan, anchoredSize }: Victim, draw: Draw): number =>
  pick(
    Array.from({ length: anchoredSize }, (_, seq) => seq).filter((seq) => !plan.epochsAt.includes(seq)),
    draw,
  );
const flipped = (bytes: Uint8Array, draw: Draw): Uint8Array => {
  const changed = Uint8Array.from(bytes);
  const at = draw.below(changed.length);
  changed[at] = (changed[at] as number) ^ (1 << draw.below(8));
  return changed;
};
const numbered = (bytes: Uint8Array, seq: number): Uint8Array => {
  const entry = JSON.parse(new TextDecoder().decode(bytes));
  return canonicalBytes({ ...entry, seq });
};
const renumbered = (contents: readonly Uint8Array[]): Uint8Array[] => contents.map(numbered);
const pick = <T>(from: readonly T[], draw: Draw): T => from[draw.below(from.length)] as T;
/** Another place than `at`. */
const other = (at: number, size: number, draw: Draw): number => (at + 1 + draw.below(size - 1)) % size;

/** Fits the nodes to what was done, or leaves them: either way it is found. */
const entryTampering = (
  name: string,
  change: (contents: Uint8Array[], at: number, draw: Draw) => readonly Uint8Array[],
): SignedTampering => ({
  name,
  apply: (victim, draw) => asLog(victim, remade(victim, change(contentsOf(victim), anchored(victim, draw), draw))),
});

const exportTampering = (
  name: string,
  change: (files: OpenExport, victim: Victim, draw: Draw) => void,
): SignedTampering => ({
  name,
  apply: (victim, draw) => {
    const files = buildExport(victim.log);
    change(files, victim, draw);
    return { type: 'export', files, known: besideKey(victim.log) };
  },
});

const flipIn = (prefix: string) => (files: OpenExport, _: Victim, draw: Draw) => {
  const path = pick(
    [...files.keys()].filter((each) => each.startsWith(prefix)),
    draw,
  );
  files.set(path, flipped(files.get(path) as Uint8Array, draw));
};

export const signedTamperings: readonly SignedTampering[] = [
  entryTampering('edit an entry', (contents, at) =>
    contents.with(at, sampleBytes(at, { reason: 'edited', action: 'setting.changed' })),
  ),
  {
    name: 'turn a bit of an entry',
    apply: (victim, draw) => {
      const log = copyOf(victim);
      const row = log.rows[anchored(victim, draw)] as OpenSignedLog['rows'][number];
      row.bytes = flipped(row.bytes, draw);
      return asLog(victim, log);
    },
  },
  entryTampering('delete an entry', (contents, at) => renumbered(contents.toSpliced(at, 1))),
  entryTampering('insert an entry', (contents, at) =>
    renumbered(contents.toSpliced(at, 0, sampleBytes(at, { reason: 'inserted' }))),
  ),
  entryTampering('swap two entries', (contents, at, draw) => {
    const with_ = other(at, contents.length, draw);
    return renumbered(contents.with(at, contents[with_] as Uint8Array).with(with_, contents[at] as Uint8Array));
  }),
  entryTampering('write an entry in other bytes', (contents, at, draw) => {
    const text = new TextDecoder().decode(contents[at]);
    const respelled = [` ${text}`, `${text}\n`, text.replace(',', ', '), text.replace('"v":1', '"v":1.0')];
    return contents.with(at, new TextEncoder().encode(pick(respelled, draw)));
  }),
  {
    name: 'turn a bit of a node',
    apply: (victim, draw) => {
      const log = copyOf(victim);
      const at = pick([...log.nodes.keys()], draw);
      log.nodes.set(at, flipped(log.nodes.get(at) as Uint8Array, draw));
      return asLog(victim, log);
    },
  },
  {
    name: 'drop a node',
    apply: (victim, draw) => {
      const log = copyOf(victim);
      log.nodes.delete(pick([...log.nodes.keys()], draw));
      return asLog(victim, log);
    },
  },
  {
    name: 'put an older checkpoint in a newer one’s place',
    apply: (victim, draw) => {
      const log = copyOf(victim);
      const at = 1 + draw.below(log.checkpoints.length - 1);
      const older = log.checkpoints[draw.below(at)]?.note as string;
      log.checkpoints[at] = { size: log.checkpoints[at]?.size as number, note: older };
      return asLog(victim, log);
    },
  },
  {
    name: 'drop the newest checkpoints',
    apply: (victim, draw) => {
      const log = copyOf(victim);
      log.checkpoints.splice(1 + draw.below(log.checkpoints.length - 1));
      return asLog(victim, log);
    },
  },
  {
    name: 'turn a bit of a checkpoint',
    apply: (victim, draw) => {
      const log = copyOf(victim);
      const at = draw.below(log.checkpoints.length);
      const { size, note } = log.checkpoints[at] as { size: number; note: string };
      // The body and the log's own line: a line that nobody knows is nobody's.
      const own = note.split('\n').slice(0, 5).join('\n').length;
      const bytes = new TextEncoder().encode(note);
      const turned = flipped(bytes.slice(0, own), draw);
      log.checkpoints[at] = { size, note: new TextDecoder().decode(Uint8Array.from([...turned, ...bytes.slice(own)])) };
      return asLog(victim, log);
    },
  },
  {
    name: 'sign a checkpoint of edited entries with a key of one’s own',
    apply: (victim, draw) => {
      const at = anchored(victim, draw);
      const log = remade(victim, contentsOf(victim).with(at, sampleBytes(at, { reason: 'forged' })));
      const forger = { ...victim.plan, firstKey: 9000 };
      log.checkpoints = log.checkpoints.map(({ size, note }) =>
        size <= at ? { size, note } : { size, note: relabelled(noteAt(forger, log, size), note) },
      );
      return asLog(victim, log);
    },
  },
  {
    name: 'cut the tail, with its nodes and checkpoints',
    apply: (victim, draw) => {
      const to = anchored(victim, draw);
      const log = remade(victim, contentsOf(victim).slice(0, to));
      log.checkpoints = log.checkpoints.filter(({ size }) => size <= to);
      log.vkeys = log.vkeys.slice(0, victim.plan.epochsAt.filter((at) => at < to).length);
      return asLog(victim, log);
    },
  },
  {
    name: 'roll the whole directory back, mark and all',
    apply: (victim, draw) => {
      const past = victim.log.checkpoints.slice(0, -1);
      const to = pick(past, draw).size;
      const log = remade(victim, contentsOf(victim).slice(0, to));
      log.checkpoints = past.filter(({ size }) => size <= to);
      log.vkeys = log.vkeys.slice(0, victim.plan.epochsAt.filter((at) => at < to).length);
      return { type: 'log', log, known: { ...besideKey(log), mark: null, anchors: [headOf(victim)] } };
    },
  },
  {
    name: 'make another history with the log’s own keys',
    hasKeys: true,
    apply: (victim, draw) => {
      const from = ordinary(victim, draw);
      const contents = contentsOf(victim).with(from, sampleBytes(from, { reason: 'another history' }));
      const kept = victim.log.checkpoints.filter(({ size }) => size <= from);
      const log = remade(victim, contents);
      log.checkpoints = [...kept, ...signLog(victim.plan, log, from)];
      return { type: 'log', log, known: { ...besideKey(log), anchors: [headOf(victim)] } };
    },
  },
  {
    name: 'keep another key in the place of one of the log’s',
    apply: (victim, draw) => {
      const log = copyOf(victim);
      const epoch = draw.below(log.vkeys.length);
      log.vkeys[epoch] = stolenKey(victim);
      if (draw.below(2) === 0) {
        const started = victim.plan.epochsAt[epoch] as number;
        const ended = victim.plan.epochsAt[epoch + 1] ?? log.rows.length;
        log.checkpoints = log.checkpoints.map(({ size, note }) =>
          size > started + 1 && size <= ended ? { size, note: resigned(note, victim) } : { size, note },
        );
      }
      return asLog(victim, log);
    },
  },
  {
    name: 'splice an epoch of one’s own into the log',
    apply: (victim, draw) => {
      const { plan } = victim;
      const at = anchored(victim, draw);
      const epoch = plan.epochsAt.filter((each) => each < at).length + 1;
      const vkeys = [...victim.log.vkeys.slice(0, epoch - 1), stolenKey(victim)];
      const stolen = epochEntry(vkeys, false);
      const contents = contentsOf(victim)
        .slice(0, at)
        .concat(sampleBytes(at, stolen))
        .concat(Array.from({ length: draw.below(8) }, (_, n) => sampleBytes(at + 1 + n)));
      const log = remade(victim, contents);
      const kept = victim.log.checkpoints.filter(({ size }) => size <= at);
      const sizes = [at + 1, contents.length].filter((size, n, all) => all.indexOf(size) === n);
      const notes = sizes.map((size) => ({ size, note: resigned(noteAt(plan, log, size, 1), victim) }));
      // Nothing but the log itself is known: the splice must be seen in it.
      const known = epoch === 1 ? besideKey(victim.log) : { ...besideKey(victim.log), mark: null };
      return { type: 'log', log: { ...log, checkpoints: [...kept, ...notes], vkeys }, known };
    },
  },
  {
    name: 'drop the checkpoint of a hand-over',
    apply: (victim, draw) => {
      const log = copyOf(victim);
      const { epochsAt, lostAt } = victim.plan;
      const handedOver = pick(
        epochsAt.slice(1).filter((at) => !lostAt?.includes(at)),
        draw,
      );
      log.checkpoints = log.checkpoints.filter(({ size }) => size !== handedOver + 1);
      return asLog(victim, log);
    },
  },
  {
    name: 'go on with a key of one’s own, as after a lost one',
    apply: (victim, draw) => {
      const { plan } = victim;
      const first = plan.epochsAt[0] as number;
      const at = first + 1 + draw.below(victim.anchoredSize - 1 - first);
      const epoch = plan.epochsAt.filter((each) => each < at).length + 1;
      const vkeys = [...victim.log.vkeys.slice(0, epoch - 1), stolenKey(victim)];
      const log = remade(victim, [...contentsOf(victim).slice(0, at), sampleBytes(at, epochEntry(vkeys, true))]);
      const kept = victim.log.checkpoints.filter(({ size }) => size <= at);
      const note = resigned(noteAt(plan, log, at + 1, 1), victim);
      // Neither mark nor report: only the keys, got another way, tell.
      const known = { ...besideKey(victim.log), mark: null, vkeys: victim.log.vkeys };
      return { type: 'log', log: { ...log, checkpoints: [...kept, { size: at + 1, note }], vkeys }, known };
    },
  },
  {
    name: 'countersign in a witness’s name',
    apply: (victim, draw) => {
      const log = copyOf(victim);
      const cosigned = log.checkpoints.filter(({ note }) => signaturesIn(note) > 1);
      const { size, note } = pick(cosigned, draw);
      const lines = note.trimEnd().split('\n');
      const [dash, name, encoded] = (lines.at(-1) as string).split(' ');
      const bytes = Buffer.from(encoded as string, 'base64');
      // The key id stays: another one would be nobody's line.
      const forged = Buffer.concat([bytes.subarray(0, 4), flipped(bytes.subarray(4), draw)]).toString('base64');
      const changed = `${[...lines.slice(0, -1), `${dash} ${name} ${forged}`].join('\n')}\n`;
      log.checkpoints = log.checkpoints.map((each) => (each.size === size ? { size, note: changed } : each));
      return asLog(victim, log);
    },
  },
  exportTampering('turn a bit of a hash tile', (files, victim, draw) =>
    flipIn(
      pick(
        ['tile/0/', 'tile/1/'].filter((prefix) => [...files.keys()].some((path) => path.startsWith(prefix))),
        draw,
      ),
    )(files, victim, draw),
  ),
  exportTampering('turn a bit of an entry bundle', flipIn('tile/entries/')),
  exportTampering('drop a file of an export', (files, _, draw) => void files.delete(pick([...files.keys()], draw))),
  exportTampering('put an older checkpoint into an export', (files, { log }, draw) => {
    files.set('checkpoint', new TextEncoder().encode(pick(log.checkpoints.slice(0, -1), draw).note));
  }),
];

const signaturesIn = (note: string): number => {
  const parsed = parseNote(note);
  return parsed.ok ? parsed.value.signatures.length : 0;
};

/** The same body, signed by the thief. */
function resigned(note: string, victim: Victim): string {
  const thief = thiefOf(victim);
  const body = note.slice(0, note.indexOf('\n\n') + 1);
  return formatNote({
    text: body,
    signatures: [{ name: thief.key.name, keyId: thief.key.id, signature: thief.sign(new TextEncoder().encode(body)) }],
  });
}

/** The forger's signature under the name and id of the key that made the true note. */
function relabelled(note: string, trueNote: string): string {
  const forged = parseNote(note);
  const genuine = parseNote(trueNote);
  if (!forged.ok || !genuine.ok) throw new Error('A note of the sample log cannot be read');
  const [own] = genuine.value.signatures;
  const [bad] = forged.value.signatures;
  if (own === undefined || bad === undefined) throw new Error('A note of the sample log has no signature');
  return formatNote({ text: forged.value.text, signatures: [{ ...own, signature: bad.signature }] });
}

/** The newest state of the true log, as a report or a witness keeps it. */
function headOf({ log }: Victim) {
  const newest = log.checkpoints.at(-1);
  const root = newest?.note.split('\n')[2];
  if (newest === undefined || root === undefined) throw new Error('The sample log has no checkpoint');
  return { size: newest.size, root: Uint8Array.from(Buffer.from(root, 'base64')) };
}
