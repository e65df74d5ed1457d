import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { modelAdded } from '../../src/core/audit/entries.ts';
import { recordAction } from '../../src/station/audit/action.ts';
import { appendEntry } from '../../src/station/audit/append.ts';
import { openLogSigner } from '../../src/station/audit/open-log-signer.ts';
import { proveEntry } from '../../src/station/audit/prove-entry.ts';
import { verifyLogAlone } from '../../src/station/audit/verify.ts';
import { systemClock } from '../../src/station/clock.ts';
import { openToAll, type StationContext } from '../../src/station/context.ts';
import { openDatabase } from '../../src/station/db/open.ts';
import { noSealer } from '../../src/station/keys/sealer.ts';
import { percentile } from './statistics.ts';

export interface AuditTimes {
  /** ms of one entry with its commit on disk, by the clock and of this process alone. */
  readonly append: { readonly p50: number; readonly p99: number; readonly cpuP99: number };
  /** The longest proof of those tried, in bytes. */
  readonly proofBytes: number;
  /** Seconds, by the clock and of this process alone. */
  readonly verify: { readonly seconds: number; readonly cpuSeconds: number };
  /** MB of the database by the end. */
  readonly megabytes: number;
}

const draft = (n: number) => modelAdded({ name: 'model', version: String(n), sha256: 'ab'.repeat(32) });
const perTransaction = 10_000;
const singleAppends = 2000;

/** Fills a log in a folder of the system's disk for temporary files, appends to it one by one, proves and verifies it. */
export function auditLog(entries: number): AuditTimes {
  const dataDir = mkdtempSync(join(tmpdir(), 'fiducial-bench-log-'));
  try {
    const opened = openDatabase({ file: join(dataDir, 'station.db') });
    if (!opened.ok) throw new Error(opened.error.message);
    const db = opened.value;
    const actor = { id: 'bench', name: 'bench', role: 'line' };
    const given = { db, clock: systemClock(), station: 'bench', actor, ...openToAll };
    const signer = openLogSigner({ context: given, dataDir, sealer: noSealer });
    const context: StationContext = { ...given, signer };
    fill(context, entries - singleAppends);
    const append = appendOneByOne(context);
    signer.checkpoint();
    const proofBytes = Math.max(...[0, 1, entries >> 1, entries - 2].map((index) => proofSize(context, index)));
    const verify = verification(context, entries);
    signer.close();
    const megabytes = (Number(db.scalar('PRAGMA page_count')) * Number(db.scalar('PRAGMA page_size'))) / 1e6;
    db.close();
    return { append, proofBytes, verify, megabytes };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function fill(context: StationContext, count: number): void {
  for (let done = 0; done < count; done += perTransaction) {
    const written = context.db.write(() => {
      for (let n = done; n < Math.min(done + perTransaction, count); n += 1) {
        const entry = appendEntry(context, draft(n));
        if (!entry.ok) return entry;
      }
      return { ok: true, value: undefined };
    });
    if (!written.ok) throw new Error(written.error.message);
  }
}

function appendOneByOne(context: StationContext): AuditTimes['append'] {
  const clock: number[] = [];
  const cpu: number[] = [];
  for (let n = 0; n < singleAppends; n += 1) {
    const before = process.cpuUsage();
    const start = performance.now();
    const done = recordAction(context, draft(n));
    clock.push(performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1000);
    if (!done.ok) throw new Error(done.error.message);
  }
  return { p50: percentile(clock, 0.5), p99: percentile(clock, 0.99), cpuP99: percentile(cpu, 0.99) };
}

function proofSize(context: StationContext, index: number): number {
  const proof = proveEntry(context, index);
  if (!proof.ok) throw new Error(proof.error.message);
  return Buffer.byteLength(proof.value.text);
}

function verification({ db }: StationContext, entries: number): AuditTimes['verify'] {
  const before = process.cpuUsage();
  const start = performance.now();
  const report = verifyLogAlone(db);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  if (!report.ok || !report.value.ok || report.value.signedSize < entries) throw new Error(JSON.stringify(report));
  return { seconds, cpuSeconds: (user + system) / 1e6 };
}
