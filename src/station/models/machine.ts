import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Provider } from '../../core/detection/provider.ts';
import { providerFolder } from '../diagnostics/provider-diagnosis.ts';
import { type Int8Instruction, int8Instruction } from './int8-instructions.ts';

/** What the choice of a model's precision depends on: facts that stay the same from one start to the next. */
export interface Machine {
  /** Null: int8 gains nothing here, or it is not known. */
  readonly int8: Int8Instruction | null;
  /** Whether this machine has what the provider runs on. That it works, only loading a model proves. */
  has(provider: Provider): boolean;
}

/** This machine. A GPU of NVIDIA counts where its driver is loaded and its provider is installed; what other systems run on, they always have. */
export function thisMachine(platform = process.platform): Machine {
  return {
    int8: int8Instruction(platform === 'linux' ? read('/proc/cpuinfo') : ''),
    has: (provider) => {
      if (provider !== 'cuda' && provider !== 'tensorrt') return true;
      const library = join(providerFolder(), `libonnxruntime_providers_${provider}.so`);
      return existsSync('/proc/driver/nvidia/version') && existsSync(library);
    },
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
