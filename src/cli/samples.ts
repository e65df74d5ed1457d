import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { verifyStationLog } from '../station/audit/verify.ts';
import { programFolders } from '../station/compose.ts';
import { openDatabase } from '../station/db/open.ts';
import { type Action, type CommonOptions, dataDirOf, newCommand, refuse } from './command.ts';
import { exitStatus } from './exit-status.ts';
import { inspectInputs } from './inspect.ts';
import { collectInputs } from './inspect-inputs.ts';
import type { Terminal } from './terminal.ts';
import { tint } from './terminal-text.ts';

const command = (): Command =>
  newCommand(
    'samples',
    'inspect the sample boards that come with Fiducial; without --data-dir or FIDUCIAL_DATA_DIR into ./data',
  );

const action: Action<CommonOptions> = async (terminal, options) => {
  const named = options.dataDir ?? process.env.FIDUCIAL_DATA_DIR;
  const settings = { ...options, dataDir: named || resolve('data') };
  const dataDir = dataDirOf(settings);
  const manifest = join(programFolders().resources, 'boards', 'samples', 'manifest.jsonl');
  const inputs = await collectInputs([], manifest, {});
  if (!inputs.ok) return refuse(terminal, options, inputs.error);
  const overlayDir = join(dataDir, 'overlays');
  const reportDir = join(dataDir, 'reports');
  if (!options.json) for (const text of [`Inspecting ${inputs.value.length} sample boards …`, '']) terminal.line(text);
  const status = await inspectInputs(
    terminal,
    { ...settings, provider: 'auto', store: true, overlayDir, reportDir },
    inputs.value,
  );
  if (!options.json && status !== exitStatus.interrupted) tellWhere(terminal, dataDir, overlayDir, reportDir);
  return status;
};

function tellWhere(terminal: Terminal, dataDir: string, overlayDir: string, reportDir: string): void {
  const shown = (path: string): string => {
    const near = relative('', path);
    return near === '' || near.startsWith('..') ? path : near;
  };
  const row = (name: string, text: string): void => terminal.line(`${tint(terminal, 'bold', name.padEnd(9))} ${text}`);
  terminal.line('');
  row('Overlays', shown(overlayDir));
  row('Reports', `${shown(reportDir)} (PDF)`);
  row('Log', `${shown(join(dataDir, 'station.db'))}${logState(dataDir)}`);
  terminal.line('');
  terminal.line('Next: npm run -s fiducial -- inspect <image> --golden <image>    npm run -s fiducial -- --help');
}

function logState(dataDir: string): string {
  const db = openDatabase({ file: join(dataDir, 'station.db'), readOnly: true });
  if (!db.ok) return '';
  try {
    const report = verifyStationLog(db.value);
    if (!report.ok) return '';
    return report.value.ok ? `: ${report.value.size} entries, verified` : `: DAMAGED at entry ${report.value.index}`;
  } finally {
    db.value.close();
  }
}

export const samples = { command, action };
