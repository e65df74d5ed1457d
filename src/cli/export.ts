import { type Command, Option } from 'commander';
import { composeModels } from '../station/compose.ts';
import { type DatasetFormatName, datasetFormats, writeExport } from '../station/exports/write-export.ts';
import { defaultModel } from '../station/models/catalog.ts';
import { type Action, type CommonOptions, dataDirOf, newCommand, refuse } from './command.ts';
import { exitStatus } from './exit-status.ts';
import { openExisting } from './open-existing.ts';

interface ExportOptions extends CommonOptions {
  readonly format: DatasetFormatName;
  readonly output: string;
}

const help = `
Labels are the defects that no person called false, with engineers' corrections and what the model missed; the model's
own boxes, with their scores, are in files beside them.
Every image is there once, with its newest inspection.`;

const command = (): Command =>
  newCommand('export', 'write the stored inspections as a training dataset')
    .addOption(
      new Option('--format <name>', 'format of the dataset').choices(Object.keys(datasetFormats)).makeOptionMandatory(),
    )
    .requiredOption('-o, --output <folder>', 'new or empty folder')
    .addHelpText('after', help);

const action: Action<ExportOptions> = async (terminal, options) => {
  const station = await openExisting(terminal, options);
  if (!station.ok) return refuse(terminal, options, station.error);
  try {
    // Class numbers as the model counts them, so that a dataset trains its successor.
    const model = composeModels(dataDirOf(options)).choose(defaultModel, true);
    const classes = model.ok ? model.value.model.classes.map(({ name }) => name) : [];
    const { context, images } = station.value;
    const { format, output: outPath } = options;
    const written = await writeExport(context, images, { format, outPath, classOrder: classes });
    if (!written.ok) return refuse(terminal, options, written.error);
    const { folder, images: count, labels } = written.value;
    const line = { format: options.format, folder, images: count, labels };
    terminal.line(options.json ? JSON.stringify(line) : `Exported ${count} images with ${labels} labels: ${folder}`);
    return exitStatus.ok;
  } finally {
    station.value.close();
  }
};

export const exportDataset = { command, action };
