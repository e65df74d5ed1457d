import { join } from 'node:path';
import type { Command } from 'commander';
import { programFolders } from '../station/compose.ts';
import { fetchCudaLibraries } from '../station/diagnostics/cuda-libraries.ts';
import { readCudaManifest } from '../station/diagnostics/cuda-manifest.ts';
import { providerFolder } from '../station/diagnostics/provider-diagnosis.ts';
import { type Action, type CommonOptions, newCommand, refuse } from './command.ts';
import { exitStatus } from './exit-status.ts';

interface CudaOptions extends CommonOptions {
  readonly from?: string;
  readonly sha256?: string;
}

const command = (): Command =>
  newCommand('cuda', "install onnxruntime's CUDA libraries, which npm does not carry, once their SHA-256 is right")
    .option('--from <source>', 'a URL, a package file, or a folder that holds it, for a station without network')
    .option('--sha256 <hex>', 'what the package must hash to, where this release does not say it');

const action: Action<CudaOptions> = async (terminal, options) => {
  const { from, sha256 } = options;
  const into = providerFolder();
  let shown = 0;
  const installed = await fetchCudaLibraries({
    manifest: await readCudaManifest(join(programFolders().resources, 'cuda', 'manifest.json')),
    into,
    ...(from === undefined ? {} : { from }),
    ...(sha256 === undefined ? {} : { sha256 }),
    onProgress: (bytes) => {
      const megabytes = Math.floor(bytes / 1e6);
      if (!terminal.stderrIsTty || megabytes === shown) return;
      shown = megabytes;
      terminal.stderr.write(`\r${megabytes} MB`);
    },
  });
  if (shown > 0) terminal.stderr.write('\r\x1b[K');
  if (!installed.ok) return refuse(terminal, options, installed.error);
  const next = 'Run "fiducial doctor" to see whether the driver, CUDA 12 and cuDNN 9 are there.';
  if (options.json) terminal.line(JSON.stringify({ installed: installed.value, folder: into }));
  else for (const text of [`Installed ${installed.value.join(', ')} in ${into}`, next]) terminal.line(text);
  return exitStatus.ok;
};

export const cuda = { command, action };
