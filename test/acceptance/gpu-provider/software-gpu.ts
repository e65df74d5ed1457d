/** A GPU made of software, so that what only happens on one happens here: every Chromium brings a Vulkan driver that draws on the CPU. */
import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findChromium } from '../../chromium-binary.ts';

const driver = 'libvk_swiftshader.so';

/** Folder with the driver and the Vulkan loader; null where this computer has none, or no build of onnxruntime that could use it. */
export function softwareGpuFolder(): string | null {
  const chromium = findChromium();
  if (chromium === undefined || process.platform !== 'linux' || process.arch !== 'x64') return null;
  // A distribution's `chromium` is a script that starts the program from its own folder.
  const folders = [dirname(realpathSync(chromium)), '/usr/lib/chromium', '/usr/lib64/chromium-browser'];
  return folders.find((folder) => [driver, 'libvulkan.so.1'].every((name) => existsSync(join(folder, name)))) ?? null;
}

/**
 * Environment in which a process finds that GPU and no other.
 * @param scratch Folder for the driver's description, which must name the driver by its whole path.
 */
export function softwareGpuEnvironment(folder: string, scratch: string): Readonly<Record<string, string>> {
  const description = join(scratch, 'software-gpu.json');
  const icd = { library_path: join(folder, driver), api_version: '1.1.0' };
  writeFileSync(description, JSON.stringify({ file_format_version: '1.0.0', ICD: icd }));
  return { LD_LIBRARY_PATH: folder, VK_ICD_FILENAMES: description, VK_DRIVER_FILES: description };
}
