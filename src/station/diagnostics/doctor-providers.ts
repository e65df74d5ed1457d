import type { Provider } from '../../core/detection/provider.ts';
import { type DoctorLine, good, warning } from './doctor-check.ts';
import { diagnoseProviders, type MachineProbe } from './provider-diagnosis.ts';

/**
 * One line for every faster provider that this platform can have: what it lacks, or that it is complete, which only
 * loading a model proves. Those that the platform never has are left out; the CPU needs nothing.
 */
export async function checkProviders(probe: MachineProbe): Promise<DoctorLine[]> {
  const diagnoses = await diagnoseProviders(probe);
  return diagnoses
    .filter(({ provider, exists }) => exists && provider !== 'cpu')
    .map(({ provider, missing }) => {
      const check = `${provider} parts`;
      if (missing.length === 0) return good(check, 'nothing is missing');
      return warning(check, `missing: ${missing.join('; ')}`, adviceFor(provider));
    });
}

function adviceFor(provider: Provider): string {
  const ours = provider === 'cuda' || provider === 'tensorrt';
  const fetch = ours ? '; "fiducial cuda" brings onnxruntime\'s own libraries' : '';
  return `Only for a GPU: install what is named here${fetch}. Without it boards are inspected on the CPU.`;
}
