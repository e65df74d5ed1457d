import { auditEntrySchema } from '@fiducial/protocol/audit';
import { type Command, InvalidArgumentError } from 'commander';
import type { AppError, Result } from '../core/kernel/result.ts';
import { proveEntry } from '../station/audit/prove-entry.ts';
import { wholeStory } from '../station/audit/story.ts';
import type { Database } from '../station/db/database.ts';
import { statement } from '../station/db/statement.ts';
import { writeAtomically } from '../station/reports/write-atomically.ts';
import { type Action, type CommonOptions, newCommand, refuse } from './command.ts';
import { cliError } from './errors.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { openExisting, openToRead } from './open-existing.ts';
import type { Terminal } from './terminal.ts';
import { tint } from './terminal-text.ts';

interface ShowOptions extends CommonOptions {
  readonly last: number;
  readonly proof?: string;
}

const parseCount = (text: string): number => {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return count;
};

const command = (): Command =>
  newCommand('show', 'the newest entries, one entry, or everything about one thing; oldest first')
    .argument('[what]', 'an entry’s number, or the id of an inspection, a defect, a recipe, a person …')
    .option('-n, --last <count>', 'how many of the newest', parseCount, 20)
    .option('--proof <file.tlog-proof>', 'write the proof that this one entry is in the signed log');

const action: Action<ShowOptions> = async (terminal, options, [what]) => {
  const isEntry = what !== undefined && /^\d{1,15}$/.test(what);
  if (options.proof !== undefined) {
    if (!isEntry) return refuse(terminal, options, cliError('USAGE', '--proof needs the number of an entry.'), 2);
    return prove(terminal, options, Number(what), options.proof);
  }
  const db = openToRead(options);
  if (!db.ok) return refuse(terminal, options, db.error);
  try {
    const found = entriesOf(db.value, what, isEntry, options.last);
    if (!found.ok) return refuse(terminal, options, found.error);
    if (found.value.length === 0 && what !== undefined) {
      const missing = cliError('AUDIT_NO_ENTRY', `The log has no entry about ${what}.`);
      return refuse(terminal, options, missing);
    }
    const text = isEntry ? wholeEntry : entryLine;
    for (const entry of found.value)
      for (const line of options.json ? [entry] : text(terminal, entry)) terminal.line(line);
    return exitStatus.ok;
  } finally {
    db.value.close();
  }
};

function entriesOf(
  db: Database,
  what: string | undefined,
  isEntry: boolean,
  last: number,
): Result<readonly string[], AppError> {
  const newest = 'SELECT entry FROM audit_entries ORDER BY seq DESC LIMIT ?';
  const one = 'SELECT entry FROM audit_entries WHERE seq = ?';
  return db.read(() => {
    if (what !== undefined && !isEntry) return wholeStory(db, what);
    const rows = db.all(statement<{ readonly entry: string }>(isEntry ? one : newest, [isEntry ? Number(what) : last]));
    return rows.map(({ entry }) => entry).toReversed();
  });
}

async function prove(terminal: Terminal, options: ShowOptions, index: number, path: string): Promise<ExitStatus> {
  const station = await openExisting(terminal, options);
  if (!station.ok) return refuse(terminal, options, station.error);
  try {
    const proof = proveEntry(station.value.context, index);
    if (!proof.ok) return refuse(terminal, options, proof.error);
    const { text, size, root } = proof.value;
    const written = await writeAtomically(path, Buffer.from(text));
    if (!written.ok) return refuse(terminal, options, written.error);
    const told = { proof: path, index, size, root };
    terminal.line(
      options.json ? JSON.stringify(told) : `Proof written: ${path} (entry ${index} of ${size}, root ${root})`,
    );
    return exitStatus.ok;
  } finally {
    station.value.close();
  }
}

/** `12  2026-11-21 08:27:18  inspection.completed  inspection 01a1…  root` */
function entryLine(terminal: Terminal, text: string): readonly string[] {
  const entry = parseEntry(text);
  if (entry === null) return [unreadable(terminal, text)];
  const { seq, time, action: done, object, actor } = entry;
  const when = tint(terminal, 'gray', `${time.slice(0, 10)} ${time.slice(11, 19)}`);
  return [`${String(seq).padStart(6)}  ${when}  ${done.padEnd(22)}  ${object.type} ${object.id}  ${actor.name}`];
}

function wholeEntry(terminal: Terminal, text: string): readonly string[] {
  const entry = parseEntry(text);
  return entry === null ? [unreadable(terminal, text)] : JSON.stringify(entry, null, 2).split('\n');
}

const unreadable = (terminal: Terminal, text: string): string => `${tint(terminal, 'red', 'unreadable')}  ${text}`;

function parseEntry(text: string) {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  return auditEntrySchema.safeParse(json).data ?? null;
}

export const auditShow = { command, action };
