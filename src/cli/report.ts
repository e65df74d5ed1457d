import type { Command } from 'commander';
import { reportServices, startEngine } from '../station/compose.ts';
import { finishOutputs } from '../station/evidence/finish-outputs.ts';
import { createReport } from '../station/reports/create-report.ts';
import { type Action, type CommonOptions, newCommand, refuse } from './command.ts';
import { engineLog } from './engine-log.ts';
import { exitStatus } from './exit-status.ts';
import { openExisting } from './open-existing.ts';

interface ReportOptions extends CommonOptions {
  readonly output: string;
}

const command = (): Command =>
  newCommand('report', 'write the PDF report of a stored inspection')
    .argument('<inspection-id>', 'the inspection_id that inspect printed')
    .requiredOption('-o, --output <file.pdf>', 'where to write it; an existing file is replaced');

const action: Action<ReportOptions> = async (terminal, options, args) => {
  const [id = ''] = args;
  const station = await openExisting(terminal, options);
  if (!station.ok) return refuse(terminal, options, station.error);
  await finishOutputs(station.value.context);
  const engine = startEngine(engineLog(terminal).line);
  try {
    const made = await createReport(reportServices(station.value, engine), id, options.output);
    if (!made.ok) return refuse(terminal, options, made.error);
    const { path, sha256, bytes } = made.value;
    terminal.line(
      options.json ? JSON.stringify({ inspection_id: id, report: path, sha256, bytes }) : `Report written: ${path}`,
    );
    return exitStatus.ok;
  } finally {
    await engine.close();
    station.value.close();
  }
};

export const report = { command, action };
