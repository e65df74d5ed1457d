import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { composeModels, reportServices, startEngine } from '../station/compose.ts';
import { readVerifierKeys } from '../station/evidence/check-log.ts';
import { createEvidence } from '../station/evidence/create-evidence.ts';
import type { EvidenceFacts, EvidenceReport } from '../station/evidence/evidence-report.ts';
import { finishOutputs } from '../station/evidence/finish-outputs.ts';
import { verifyEvidence } from '../station/evidence/verify-evidence.ts';
import { type Action, type CommonOptions, dataDirOf, newCommand, refuse } from './command.ts';
import { engineLog } from './engine-log.ts';
import { cliError } from './errors.ts';
import { exitStatus } from './exit-status.ts';
import { openExisting } from './open-existing.ts';
import { type Terminal, wordsOf } from './terminal.ts';
import { tint } from './terminal-text.ts';

interface CreateOptions extends CommonOptions {
  readonly output: string;
}

const createAction: Action<CreateOptions> = async (terminal, options, [id = '']) => {
  const station = await openExisting(terminal, options);
  if (!station.ok) return refuse(terminal, options, station.error);
  await finishOutputs(station.value.context);
  const engine = startEngine(engineLog(terminal).line);
  try {
    const reports = reportServices(station.value, engine);
    const made = await createEvidence({ reports, catalog: composeModels(dataDirOf(options)) }, id, options.output);
    if (!made.ok) return refuse(terminal, options, made.error);
    const { path, sha256, bytes, entries } = made.value;
    terminal.line(
      options.json
        ? JSON.stringify({ inspection_id: id, evidence: path, sha256, bytes, entries })
        : `Evidence written: ${path} (${entries} entries of the log, each with its proof)`,
    );
    return exitStatus.ok;
  } finally {
    await engine.close();
    station.value.close();
  }
};

interface VerifyOptions extends CommonOptions {
  readonly vkeys?: string;
}

const verifyAction: Action<VerifyOptions> = async (terminal, options, [file = '']) => {
  const text = options.vkeys === undefined ? null : await readFile(options.vkeys, 'utf8').catch(() => '');
  const keys = text === null ? null : readVerifierKeys(text);
  if (text !== null && keys === null) {
    const message = `${options.vkeys} is no list of verifier keys, one <origin>+<hash>+<base64> a line. Nothing was verified.`;
    return refuse(terminal, options, cliError('USAGE', message), exitStatus.usage);
  }
  const checked = await verifyEvidence(file, { keys });
  if (!checked.ok) {
    const { code, message, details } = checked.error;
    return refuse(terminal, options, { code, message: `${message} ${file}: ${details?.reason ?? ''}.` });
  }
  const report = checked.value;
  const holds = report.problems.length === 0;
  if (options.json) terminal.line(JSON.stringify({ ok: holds, ...report }));
  else tell(terminal, report);
  return holds ? exitStatus.ok : exitStatus.problems;
};

function tell(terminal: Terminal, { problems, facts, trust }: EvidenceReport): void {
  if (facts !== null) for (const line of textOf(facts)) terminal.line(line);
  for (const { code, message } of problems)
    terminal.line(`${tint(terminal, 'red', 'FAILED')}  ${wordsOf({ code, message })}`);
  if (problems.length > 0) return;
  terminal.line(`${tint(terminal, 'green', 'OK')}  everything in the bundle is what the log says`);
  if (trust === 'bundle')
    terminal.line(
      `${tint(terminal, 'yellow', 'NOTE')}  the key ${facts?.key ?? ''} is known from the bundle alone: compare it with one that came another way (--vkeys)`,
    );
}

function textOf({
  inspection,
  station,
  part,
  lot,
  serial,
  verdict,
  signedOff,
  entries,
  made,
}: EvidenceFacts): readonly string[] {
  const board = [part, lot, serial].filter((word) => word !== '').join(' · ') || 'a board without a name';
  const signed =
    signedOff === null
      ? 'not signed off'
      : `signed off as ${signedOff.verdict} by ${signedOff.by}, ${signedOff.time.slice(0, 19).replace('T', ' ')} UTC`;
  return [
    `${board}: inspected ${verdict}, ${signed}`,
    `inspection ${inspection}, station ${station}, ${entries} entries, bundle made ${made.slice(0, 19).replace('T', ' ')} UTC`,
  ];
}

export const evidenceCreate = {
  command: (): Command =>
    newCommand('create', 'write everything about one board into one file, with the proof that the log says so')
      .argument('<inspection-id>', 'the inspection_id that inspect printed')
      .requiredOption('-o, --output <file.zip>', 'where to write it; an existing file is replaced'),
  action: createAction,
};

export const evidenceVerify = {
  command: (): Command =>
    newCommand(
      'verify',
      'check such a file, without a station and without a network; exit status 3 where it does not hold',
    )
      .argument('<file.zip>')
      .option('--vkeys <file>', 'verifier keys that came another way than the bundle, one a line'),
  action: verifyAction,
};
