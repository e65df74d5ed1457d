import { type Command, Option } from 'commander';
import { composeModels, reportServices, startEngine } from '../station/compose.ts';
import {
  type DatasetFormatName,
  datasetFormats,
  type WrittenExport,
  writeExport,
} from '../station/exports/write-export.ts';
import { defaultModel } from '../station/models/catalog.ts';
import { type Action, type CommonOptions, dataDirOf, newCommand, refuse } from './command.ts';
import { engineLog } from './engine-log.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { openExisting } from './open-existing.ts';
import { type Terminal, wordsOf } from './terminal.ts';

interface ExportOptions extends CommonOptions {
  readonly format: DatasetFormatName;
  readonly output: string;
}

const help = `
Labels are the defects that no person called false, with engineers' corrections and what the model missed; the model's
own boxes, with their scores, are in files beside them.
Every image is there once: with its newest inspection at which a person worked (a decision, an annotation, a sign-off),
else with its newest. How many newer ones nobody has looked at is said.
A picture that EXIF turns is written upright, as PNG, so that every reader sees it as its boxes do. Where the engine
cannot start, these alone are left out.
An image with an unexplained area is left out until a person names the area or calls it false.
Exit status: 0 everything was exported; 3 some images could not be (each is named), or nothing was; 130 stopped by
Ctrl-C, and nothing is left.`;

const command = (): Command =>
  newCommand('export', 'write the stored inspections as a training dataset')
    .addOption(
      new Option('--format <name>', 'format of the dataset').choices(Object.keys(datasetFormats)).makeOptionMandatory(),
    )
    .requiredOption('-o, --output <folder>', 'new or empty folder; an empty one is filled')
    .addHelpText('after', help);

const action: Action<ExportOptions> = async (terminal, options) => {
  const station = await openExisting(terminal, options);
  if (!station.ok) return refuse(terminal, options, station.error);
  // Turns the pictures that EXIF turns; where there is none it is not started.
  const engine = startEngine(engineLog(terminal).line);
  try {
    // Class numbers as the model counts them, so that a dataset trains its successor.
    const model = composeModels(dataDirOf(options)).choose(defaultModel, true);
    const classes = model.ok ? model.value.model.classes.map(({ name }) => name) : [];
    const { format, output: outPath } = options;
    const request = { format, outPath, classOrder: classes, signal: terminal.stop };
    const written = await writeExport(reportServices(station.value, engine), request);
    if (written.ok) return tell(terminal, options, written.value);
    const stopped = written.error.code === 'EXPORT_STOPPED';
    return refuse(terminal, options, written.error, stopped ? exitStatus.interrupted : exitStatus.problems);
  } finally {
    await engine.close();
    station.value.close();
  }
};

/** What was written on stdout; what is not in it is said. */
function tell(terminal: Terminal, options: ExportOptions, written: WrittenExport): ExitStatus {
  const { folder, images, labels, newerLeftOut, unexplained, refused } = written;
  if (options.json) {
    const leftOut = { newer_left_out: newerLeftOut, unexplained_left_out: unexplained, not_exported: refused.length };
    terminal.line(JSON.stringify({ format: options.format, folder, images, labels, ...leftOut }));
    for (const { sourcePath: image, inspectionId: inspection_id, error } of refused)
      terminal.line(JSON.stringify({ image, inspection_id, error: { code: error.code, message: error.message } }));
  } else terminal.line(`Exported ${images} images with ${labels} labels: ${folder}`);
  if (newerLeftOut > 0)
    terminal.note(`fiducial: newer inspections left out, at which no person has worked: ${newerLeftOut}`);
  if (unexplained > 0)
    terminal.note(`fiducial: images left out, with an unexplained area to be named or called false: ${unexplained}`);
  for (const { sourcePath, error } of refused) terminal.note(`fiducial: ${sourcePath} was left out. ${wordsOf(error)}`);
  return refused.length === 0 ? exitStatus.ok : exitStatus.problems;
}

export const exportDataset = { command, action };
