import { type Provider, providers } from '../../core/detection/provider.ts';

/**
 * Providers that `auto` tries, one after another, fastest first. TensorRT compiles for minutes and WebGPU is rarely
 * faster than it is risky: both only when named. Settings may give another order.
 */
const automatic: Partial<Record<NodeJS.Platform, readonly Provider[]>> = {
  linux: ['cuda', 'cpu'],
  win32: ['dml', 'cpu'],
  darwin: ['coreml', 'cpu'],
};

/** A provider that is named is the only one tried: what runs elsewhere than asked would mislead. */
export function providerOrder(
  asked: Provider | 'auto',
  setting: unknown = undefined,
  platform = process.platform,
): readonly Provider[] {
  if (asked !== 'auto') return [asked];
  const wanted = Array.isArray(setting) ? providers.filter((name) => setting.includes(name)) : [];
  if (wanted.length > 0 && Array.isArray(setting))
    return wanted.toSorted((a, b) => setting.indexOf(a) - setting.indexOf(b));
  return automatic[platform] ?? ['cpu'];
}
