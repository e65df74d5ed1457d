/** Where the program's own files lie: in the project in development, beside the archive in a packaged install. */
import { join } from 'node:path';
import { type ProgramFolders, programFolders } from '../../station/compose.ts';

export interface ProgramPlace {
  /** Folder that main, preload and renderer bundles were built into. */
  readonly bundles: string;
  readonly isPackaged: boolean;
  /** Of the project, in development. */
  readonly projectRoot: string;
  /** Electron's `process.resourcesPath`, in a packaged install. */
  readonly resourcesPath: string;
  readonly platform: NodeJS.Platform;
}

/** The engine runs on Node's own binary, which comes with the program: Electron's runtime cannot load its libraries. */
export function programOf({ isPackaged, bundles, projectRoot, resourcesPath, platform }: ProgramPlace): ProgramFolders {
  const binary = platform === 'win32' ? 'node.exe' : 'node';
  // A thread of the shell itself: Electron's runtime, as the shell, and from its bundle.
  const logVerifier = join(bundles, 'main', 'verification-worker.js');
  if (!isPackaged) {
    const node = join(projectRoot, 'node_modules', 'node', 'bin', binary);
    return { ...programFolders(projectRoot), logVerifier, node };
  }
  return {
    ...programFolders(resourcesPath),
    logVerifier,
    engine: join(resourcesPath, 'app.asar.unpacked', 'out', 'engine', 'main.js'),
    node: join(resourcesPath, 'engine', binary),
  };
}
