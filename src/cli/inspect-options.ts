import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { type Provider, providers } from '../core/detection/provider.ts';
import { isReachable } from '../core/inspection/recipe.ts';
import { type CommonOptions, newCommand } from './command.ts';

export interface InspectOptions extends CommonOptions {
  readonly golden?: string;
  readonly manifest?: string;
  readonly part?: string;
  readonly lot?: string;
  readonly serial?: string;
  readonly station?: string;
  /** Absent: the part's recipe's, else `auto`. */
  readonly model?: string;
  readonly provider: Provider | 'auto';
  readonly threshold?: number;
  readonly overlayDir?: string;
  readonly reportDir?: string;
  /** False with `--no-store`. */
  readonly store: boolean;
  readonly failOnDefect?: boolean;
  readonly again?: boolean;
  readonly allowUnsigned?: boolean;
}

const help = `
Exit status: 0 every image was inspected; 3 some could not be, or need a person, or a line or file could not be written;
1 with --fail-on-defect and a failing board (3 where both apply); 2 wrong usage; 130 stopped with boards not begun.

A part that has a recipe (made in the window) is inspected by the version of it that holds: its golden, model,
thresholds, severities, regions and review policy; review gives no verdict to a board with a defect. Any other board is
inspected as the model recommends, and the rules give the verdict.
A file that is its own golden is refused (BOARD_IS_GOLDEN), or left out where a folder or glob named it.
Folders and globs follow links to files and folders, never in a circle, and take a file once; files and folders whose
names begin with a dot are left out of a folder. A folder that cannot be read, or a link that leads nowhere, gets an
error line of its own (IMPORT_FOLDER_UNREADABLE).
Overlays, reports, exported data sets and data directories within a searched folder are no boards and are left out.
Without --golden and a recipe's golden, X_golden.png is the golden of X.png and X_board.png beside it, X_temp.jpg that
of X_test.jpg; goldens found so are not inspected as boards. Every line says what the board was compared with.
Ctrl-C finishes and stores the boards in hand, prints their lines and stops; a second one stops at once.
The same image as the same part and serial is inspected once: asked again with the same golden, model and threshold,
the stored inspection is printed again ("found": true) with the verdict that holds now; "run_verdict" is what the run
gave before people decided. --again makes another run.
A golden that cannot be compared with the board gives no verdict but the reason (REGISTRATION_POOR, GOLDEN_PARTLY_SEEN,
GOLDEN_SCALE, NOTHING_TO_COMPARE); the defects printed are then those found without it. A part of the board that the
golden does not explain is a defect of type "unexplained", without a confidence.`;

export const inspectCommand = (): Command =>
  newCommand('inspect', 'inspect board images and store the results')
    .addArgument(new Argument('[images...]', 'images, folders (searched with their subfolders) or globs'))
    .option('--golden <image>', "golden template for boards that name none, instead of their recipe's")
    .option(
      '--manifest <file.jsonl>',
      'one {"image", "golden"?, "part"?, "lot"?, "serial"?} a line; paths relative to it',
    )
    .option('--part <number>', 'part number for boards that name none')
    .option('--lot <number>', 'lot for boards that name none')
    .option('--serial <number>', 'serial number for boards that name none')
    .option('--station <name>', 'name of this station in records and in the log, instead of the one set for it')
    .option(
      '--model <name[@version]>',
      "model instead of the part's recipe's; auto, where there is no recipe, takes the precision that suits this computer",
    )
    .addOption(
      new Option('--provider <name>', 'where the model runs; auto tries the fastest first')
        .choices(['auto', ...providers])
        .default('auto'),
    )
    .option(
      '--threshold <confidence>',
      "one threshold from 0 to below 1 for all defect types instead of the recipe's",
      parseThreshold,
    )
    .option(
      '--overlay-dir <folder>',
      'write each board with its defects drawn in, as JPEG; no file that is there is replaced',
    )
    .option('--report-dir <folder>', 'write a PDF report of each board; no file that is there is replaced')
    .option('--no-store', 'write nothing to the data directory; inspection_id is then null')
    .option('--fail-on-defect', 'exit with 1 when a board fails')
    .option('--again', 'inspect again what was inspected before')
    .option('--allow-unsigned', 'use a model whose signature is missing or wrong; every line says so')
    .addHelpText('after', help);

function parseThreshold(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('It must be a number from 0 to below 1.');
  if (!isReachable(value))
    throw new InvalidArgumentError('At 1 every board would pass: give a number from 0 to below 1.');
  return value;
}

/** What is wrong with a combination of options; null when nothing is. */
export function wrongUsage(args: readonly string[], options: InspectOptions): string | null {
  if (args.length === 0 && options.manifest === undefined)
    return 'name at least one image, folder or glob, or a --manifest';
  if (!options.store && options.reportDir !== undefined)
    return '--report-dir needs the stored inspection (its place in the log): leave out --no-store';
  return null;
}
