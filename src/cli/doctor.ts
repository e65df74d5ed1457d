import { join } from 'node:path';
import type { Command } from 'commander';
import { composeModels, programFolders, startEngine } from '../station/compose.ts';
import type { DoctorLine } from '../station/diagnostics/doctor-check.ts';
import { checkModelAndEngine } from '../station/diagnostics/doctor-engine.ts';
import { checkDataDir, checkDisk, checkFonts, checkNode } from '../station/diagnostics/doctor-machine.ts';
import { checkOriginals } from '../station/diagnostics/doctor-originals.ts';
import { checkProviders } from '../station/diagnostics/doctor-providers.ts';
import { checkStore } from '../station/diagnostics/doctor-store.ts';
import { machineProbe } from '../station/diagnostics/provider-diagnosis.ts';
import { providerOrder } from '../station/inspections/provider-order.ts';
import { fontFiles } from '../station/reports/fonts.ts';
import { type Action, type CommonOptions, dataDirOf, newCommand } from './command.ts';
import { engineLog } from './engine-log.ts';
import { exitStatus } from './exit-status.ts';
import { type Progress, showProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { tint } from './terminal-text.ts';

const command = (): Command =>
  newCommand(
    'doctor',
    'check this station and say what to do; exit status 3 where a check fails, 130 where it was stopped',
  ).option('--full', 'read every stored original again and compare it with its hash, not a sample of 64');

interface DoctorOptions extends CommonOptions {
  readonly full?: boolean;
}

const action: Action<DoctorOptions> = async (terminal, options) => {
  let failed = false;
  for (const check of checksOf(terminal, options)) {
    // A station of which only a part was checked is not known to be well.
    if (terminal.stop.aborted) return exitStatus.interrupted;
    for (const line of await check()) {
      failed ||= line.state === 'fail';
      for (const text of options.json ? [JSON.stringify(line)] : textOf(terminal, line)) terminal.line(text);
    }
  }
  return failed ? exitStatus.problems : exitStatus.ok;
};

function checksOf(terminal: Terminal, options: DoctorOptions): readonly (() => Promise<readonly DoctorLine[]>)[] {
  const dataDir = dataDirOf(options);
  return [
    async () => [checkNode(), await checkDataDir(dataDir), await checkDisk(dataDir)],
    async () => checkStore(dataDir, new Date().toISOString()),
    async () => [await originalsLine(terminal, dataDir, options.full === true)],
    async () => [await checkFonts(join(programFolders().resources, 'fonts'), fontFiles)],
    () => checkProviders(machineProbe()),
    () => engineLines(terminal, dataDir),
  ];
}

async function engineLines(terminal: Terminal, dataDir: string): Promise<readonly DoctorLine[]> {
  const engine = startEngine(engineLog(terminal).line);
  try {
    return await checkModelAndEngine(composeModels(dataDir), engine, providerOrder('auto'));
  } finally {
    await engine.close();
  }
}

async function originalsLine(terminal: Terminal, dataDir: string, full: boolean): Promise<DoctorLine> {
  let progress: Progress | null = null;
  const line = await checkOriginals(dataDir, {
    full,
    stop: terminal.stop,
    onProgress(read, total) {
      progress ??= showProgress(terminal, total, 'originals');
      progress.reach(read);
    },
  });
  (progress as Progress | null)?.end();
  return line;
}

const words = { ok: ['ok  ', 'green'], warn: ['warn', 'yellow'], fail: ['FAIL', 'red'] } as const;

function textOf(terminal: Terminal, { check, state, message, advice }: DoctorLine): readonly string[] {
  const [word, color] = words[state];
  const what = `${tint(terminal, color, word)}  ${check.padEnd(16)}  ${message}`;
  return advice === null ? [what] : [what, `${' '.repeat(24)}${tint(terminal, 'gray', `→ ${advice}`)}`];
}

export const doctor = { command, action };
