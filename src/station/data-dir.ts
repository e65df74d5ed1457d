import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the data directory may be named, most specific first. */
export interface DataDirSources {
  /** Value of `--data-dir`. */
  readonly flag?: string | undefined;
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  readonly home?: string;
}

/** Absolute path of the data directory: the flag, else `FIDUCIAL_DATA_DIR`, else the OS's application-data folder. */
export function resolveDataDir(sources: DataDirSources = {}): string {
  const { flag, env = process.env, platform = process.platform, home = homedir() } = sources;
  const named = flag || env.FIDUCIAL_DATA_DIR;
  if (named) return resolve(named);
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'Fiducial');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Fiducial');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'fiducial');
}
