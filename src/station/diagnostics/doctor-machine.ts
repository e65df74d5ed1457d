/** Checks of the machine: runtime, disk, fonts. */
import { access, constants, mkdtemp, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type DoctorLine, failure, good, warning } from './doctor-check.ts';

export function checkNode(version = process.versions.node): DoctorLine {
  const major = Number(version.split('.')[0]);
  if (major >= 24) return good('node', `Node ${version}`);
  return failure(
    'node',
    `Node ${version} is too old.`,
    'Start Fiducial with "npm run -s fiducial", which brings Node 24.',
  );
}

/** The data directory, or the folder that it would be made in. */
export async function checkDataDir(dataDir: string): Promise<DoctorLine> {
  const there = await stat(dataDir).catch(() => null);
  if (there !== null && !there.isDirectory())
    return failure('data directory', `${dataDir} is not a folder.`, 'Name another with --data-dir.');
  if (there === null) {
    const parent = await nearestFolder(dataDir);
    const writable = await access(parent, constants.W_OK).then(
      () => true,
      () => false,
    );
    return writable
      ? good('data directory', `${dataDir} will be made at the first inspection.`)
      : failure('data directory', `${dataDir} cannot be made in ${parent}.`, 'Name another with --data-dir.');
  }
  try {
    await rm(await mkdtemp(join(dataDir, '.doctor-')), { recursive: true });
    return good('data directory', `${dataDir} can be written.`);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    return failure('data directory', `${dataDir} cannot be written (${why}).`, 'Check its permissions and the disk.');
  }
}

/** About 60,000 boards of 640² with a full log fit into the wanted space. */
const wantedBytes = 10e9;
const neededBytes = 500e6;

export async function checkDisk(dataDir: string): Promise<DoctorLine> {
  try {
    const { bavail, bsize } = await statfs(await nearestFolder(dataDir));
    const free = bavail * bsize;
    const message = `${(free / 1e9).toFixed(1)} GB free`;
    if (free < neededBytes)
      return failure('disk', message, 'Free some space: boards are refused when the disk is full.');
    if (free < wantedBytes) return warning('disk', message, 'Plan for more: originals are kept.');
    return good('disk', message);
  } catch (cause) {
    return warning('disk', `The free space is not known: ${String(cause)}`, 'Check the disk by hand.');
  }
}

export async function checkFonts(folder: string, files: readonly string[]): Promise<DoctorLine> {
  const missing: string[] = [];
  for (const file of files) if ((await stat(join(folder, file)).catch(() => null)) === null) missing.push(file);
  if (missing.length === 0) return good('fonts', `${files.length} fonts for reports`);
  return failure('fonts', `Missing: ${missing.join(', ')}`, 'Install Fiducial again; reports cannot be written.');
}

async function nearestFolder(path: string): Promise<string> {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((await stat(folder).catch(() => null))?.isDirectory() || folder === dirname(folder)) return folder;
  }
}
