import { type KnownElsewhere, nothingKnown, type SignedLogReport, type VerifyingTools } from '../signed-log.ts';
import { parseVerifierKey } from '../verifier-key.ts';
import { verifyLog } from '../verify.ts';
import { verifyExport } from '../verify-export.ts';
import { verifySignedLog } from '../verify-signed-log.ts';
import { ed25519Verify, sha256 } from './node-crypto.ts';
import { buildExport, exportFiles } from './sample-export.ts';
import { storedLog } from './sample-log.ts';
import { besideKey, buildSignedLog, type LogPlan, signedLog } from './sample-signed-log.ts';
import { drawFrom, type Evidence, signedTamperings, type Victim } from './signed-tampering.ts';

/** A verifier as the harness asks it; the real one, or one with a check left out. */
export type Verifier = (evidence: Evidence) => { readonly ok: boolean };

const tools: VerifyingTools = { sha256, verify: ed25519Verify };

export const verifyEvidence = (evidence: Evidence, using = tools): SignedLogReport =>
  evidence.type === 'log'
    ? verifySignedLog(using, signedLog(evidence.log), evidence.known)
    : verifyExport(using, exportFiles(evidence.files), evidence.known);

const knowing =
  (change: (known: KnownElsewhere) => Partial<KnownElsewhere>): Verifier =>
  (evidence) =>
    verifyEvidence({ ...evidence, known: { ...evidence.known, ...change(evidence.known) } });

/** Verifiers with one check left out each, and a class of tampering that each of them must miss. */
export const weakVerifiers: readonly {
  readonly leftOut: string;
  readonly misses: string;
  readonly verify: Verifier;
}[] = [
  {
    leftOut: 'signatures',
    misses: 'sign a checkpoint of edited entries with a key of one’s own',
    // The mark would tell as well.
    verify: (evidence) => verifyEvidence({ ...evidence, known: nothingKnown }, { ...tools, verify: () => true }),
  },
  {
    leftOut: 'the high-water mark',
    misses: 'cut the tail, with its nodes and checkpoints',
    verify: knowing(() => ({ mark: null })),
  },
  {
    leftOut: 'the newest checkpoint of the mark',
    misses: 'drop the newest checkpoints',
    verify: knowing(() => ({ mark: null })),
  },
  {
    leftOut: 'anchors',
    misses: 'roll the whole directory back, mark and all',
    verify: knowing(() => ({ anchors: [] })),
  },
  {
    leftOut: 'anchors and the mark',
    misses: 'make another history with the log’s own keys',
    verify: knowing(() => nothingKnown),
  },
  { leftOut: 'witnesses', misses: 'countersign in a witness’s name', verify: knowing(() => ({ witnesses: [] })) },
  {
    leftOut: 'keys got another way',
    misses: 'go on with a key of one’s own, as after a lost one',
    verify: knowing(() => ({ vkeys: null })),
  },
  {
    leftOut: 'signed states',
    misses: 'edit an entry',
    verify: (evidence) =>
      evidence.type === 'export' ? verifyEvidence(evidence) : verifyLog(sha256, storedLog(evidence.log)),
  },
  {
    leftOut: 'stored nodes',
    misses: 'turn a bit of a node',
    verify: (evidence) =>
      evidence.type === 'export'
        ? verifyEvidence(evidence)
        : verifySignedLog(tools, { ...signedLog(evidence.log), nodes: null }, evidence.known),
  },
  {
    leftOut: 'the keys beside the log',
    misses: 'keep another key in the place of one of the log’s',
    verify: (evidence) => {
      if (evidence.type === 'export') return verifyEvidence(evidence);
      const vkeys = evidence.log.rows.flatMap(({ bytes }) => namedKey(bytes) ?? []);
      return verifyEvidence({ ...evidence, log: { ...evidence.log, vkeys } });
    },
  },
  {
    leftOut: 'the size that a checkpoint is kept under',
    misses: 'put an older checkpoint in a newer one’s place',
    verify: (evidence) => {
      if (evidence.type === 'export') return verifyEvidence(evidence);
      const sizeIn = (note: string): number => Number(note.split('\n')[1]);
      const bySize = new Map(evidence.log.checkpoints.map(({ note }) => [sizeIn(note), { size: sizeIn(note), note }]));
      const checkpoints = [...bySize.values()].sort((a, b) => a.size - b.size);
      return verifyEvidence({
        ...evidence,
        log: { ...evidence.log, checkpoints },
        known: { ...evidence.known, mark: null },
      });
    },
  },
  {
    leftOut: 'hash tiles',
    misses: 'turn a bit of a hash tile',
    verify: (evidence) => {
      const report = verifyEvidence(evidence);
      return { ok: report.ok || report.damage === 'tile_damaged' };
    },
  },
];

function namedKey(bytes: Uint8Array): string | null {
  const vkey = /"vkey":"([^"]+)"\},"before"/.exec(new TextDecoder().decode(bytes))?.[1];
  return vkey !== undefined && parseVerifierKey(sha256, vkey).ok ? vkey : null;
}

/** True logs with several epochs and checkpoints, a lost key in some, an unsigned tail in some. */
export function makeVictims(count: number, draw = drawFrom(7)): readonly Victim[] {
  return Array.from({ length: count }, (_, n) => {
    const size = n % 8 === 7 ? 257 + draw.below(60) : 16 + draw.below(50);
    const first = draw.below(4);
    const second = first + 1 + draw.below(6);
    const third = second + 1 + draw.below(4);
    const plan: LogPlan = {
      size,
      epochsAt: [first, second, third],
      lostAt: n % 5 === 4 ? [third] : [],
      every: size > 256 ? 64 : 4 + draw.below(4),
      witnessed: true,
      firstKey: n * 10,
    };
    const log = buildSignedLog(plan);
    const newest = log.checkpoints.at(-1);
    return { plan, log, anchoredSize: newest?.size ?? 0 };
  });
}

/** Of each class: how many of `count` tamperings a verifier found, and those that it missed, by the number to redraw them. */
export interface ClassResult {
  readonly name: string;
  readonly found: number;
  readonly missed: readonly number[];
  readonly damages: Readonly<Record<string, number>>;
}

/** Runs classes of tampering against a verifier. The same seed gives the same tamperings. */
export function runTamperings(
  { count, seed, only, victims }: { count: number; seed: number; only?: string; victims: readonly Victim[] },
  verify: Verifier = verifyEvidence,
): readonly ClassResult[] {
  const classes = signedTamperings.filter(({ name }) => only === undefined || name === only);
  return classes.map((tampering) => {
    const missed: number[] = [];
    const damages: Record<string, number> = {};
    const classNumber = signedTamperings.indexOf(tampering);
    for (let n = 0; n < count; n += 1) {
      const draw = drawFrom(seed * 1_000_003 + classNumber * 100_003 + n);
      const victim = victims[draw.below(victims.length)] as Victim;
      const report = verify(tampering.apply(victim, draw));
      if (report.ok) missed.push(n);
      else if ('damage' in report) damages[String(report.damage)] = (damages[String(report.damage)] ?? 0) + 1;
    }
    return { name: tampering.name, found: count - missed.length, missed, damages };
  });
}

/** True logs that a verifier takes for damaged, as logs and as exports: there must be none. */
export const falseAlarms = (victims: readonly Victim[], verify: Verifier = verifyEvidence): number =>
  victims
    .flatMap(({ log }): Evidence[] => {
      const known = besideKey(log);
      return [
        { type: 'log', log, known },
        { type: 'export', files: buildExport(log), known },
      ];
    })
    .filter((evidence) => !verify(evidence).ok).length;
