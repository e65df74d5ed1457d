import type { Provider } from '../../core/detection/provider.ts';
import { EngineFault } from '../fault.ts';
import type { ModelToLoad } from '../protocol.ts';
import type { SessionPort } from './session-port.ts';

export interface ProviderRefusal {
  readonly provider: Provider;
  readonly reason: string;
}

/** What opening a model needs from the runtime; tests pass their own. */
export interface Runtime {
  /** Providers that this build knows; knowing one does not mean that it works on this machine. */
  readonly builtIn: readonly string[];
  open(provider: Provider): Promise<SessionPort>;
}

/**
 * Tries the providers in the given order, one at a time, because the runtime itself either throws for the whole list or
 * drops a name without a word. Every provider that was passed over comes back with its reason.
 * @throws EngineFault MODEL_* when the file is at fault, PROVIDER_UNAVAILABLE when no provider works.
 */
export async function openOnFirstProvider(
  model: ModelToLoad,
  order: readonly Provider[],
  runtime: Runtime,
): Promise<{ readonly session: SessionPort; readonly refused: readonly ProviderRefusal[] }> {
  const refused: ProviderRefusal[] = [];
  for (const provider of order) {
    if (!runtime.builtIn.includes(provider)) {
      refused.push({ provider, reason: `not part of the onnxruntime build for ${process.platform} ${process.arch}` });
      continue;
    }
    try {
      return { session: await runtime.open(provider), refused };
    } catch (cause) {
      const fault = modelFault(model, cause);
      if (fault) throw fault;
      refused.push({ provider, reason: firstLine(cause) });
    }
  }
  const [first] = order;
  const none = order.length === 1 ? `${first} cannot run` : 'None of the wanted providers can run';
  const reasons = refused.map(({ provider, reason }) => (order.length === 1 ? reason : `${provider}: ${reason}`));
  throw new EngineFault(
    'PROVIDER_UNAVAILABLE',
    `${none} ${model.name} ${model.version}: ${reasons.join('; ')}`,
    Object.fromEntries(refused.map(({ provider, reason }) => [provider, reason])),
  );
}

/** Tells a bad file from a provider that does not work. The runtime has only its texts for that. */
function modelFault(model: ModelToLoad, cause: unknown): EngineFault | null {
  // The same file may run well elsewhere: a GPU overflows where a CPU does not.
  if (cause instanceof EngineFault) return cause.code === 'MODEL_RUN_FAILED' ? null : cause;
  const text = String(cause);
  const details = { cause: firstLine(cause) };
  const label = `${model.name} ${model.version}`;
  if (/external data|external_data|external tensor|model_path must not be empty/i.test(text)) {
    return new EngineFault(
      'MODEL_EXTERNAL_DATA',
      `${label} keeps weights in other files; only a model that is one file is loaded.`,
      details,
    );
  }
  if (
    /protobuf|parsing|INVALID_GRAPH|invalid model|INVALID_PROTOBUF|No opset|not a registered function|is invalid/i.test(
      text,
    )
  ) {
    return new EngineFault('MODEL_CORRUPT', `${label} is not a model that the runtime can read.`, details);
  }
  return null;
}

/** The first line of an error's text, short enough for a message, without the place in the runtime's sources before it. */
export function firstLine(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  const line = text.split('\n')[0] ?? '';
  return line
    .replace(/^\S+\.(?:cc|h):\d+ .*? was false\. /, '')
    .trim()
    .slice(0, 300);
}
