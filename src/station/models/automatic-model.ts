/** Which precision of the detector a station uses when no model is named. docs/adr/0010. */
import type { Provider } from '../../core/detection/provider.ts';
import type { Machine } from './machine.ts';
import { type BrokenModel, type FoundModel, isUsable } from './model-repository.ts';

/** The model's name with this ending is the same network for CPUs, with integers of 8 bits. */
const int8Ending = '_int8';

export interface PrecisionChoice {
  readonly found: FoundModel;
  /** Half a sentence for people. */
  readonly why: string;
}

/**
 * Takes the int8 form of `fp32` where boards will run on a CPU that is faster with it, else `fp32` itself. Depends on what the machine has and on nothing
 * that changes between two starts (a GPU that is busy, a measured time), so that a board is inspected with the same model tomorrow.
 * @param models All that the station sees; asked only where int8 is wanted.
 * @param order Providers as they will be tried.
 */
export function choosePrecision(
  fp32: FoundModel,
  models: () => readonly (FoundModel | BrokenModel)[],
  order: readonly Provider[],
  machine: Machine,
): PrecisionChoice {
  const keep = (why: string): PrecisionChoice => ({ found: fp32, why: `fp32: ${why}` });
  const target = order.find((provider) => provider === 'cpu' || machine.has(provider));
  if (target !== 'cpu') return keep(`for ${(target ?? order[0] ?? 'cpu').toUpperCase()}`);
  if (machine.int8 === null) return keep('this CPU is not known to be faster with int8');
  const int8 = models()
    .filter(isUsable)
    .find((other) => isInt8Of(fp32, other));
  if (int8 === undefined) return keep(`there is no int8 form of ${fp32.model.version}`);
  return { found: int8, why: `int8: this CPU has ${machine.int8}` };
}

/** The same version of the same network: it takes the same pixels and knows the same types. Thresholds are its own. */
function isInt8Of({ model, signature }: FoundModel, other: FoundModel): boolean {
  const facts = ({ version, input, classes }: FoundModel['model']): string =>
    JSON.stringify([version, input, classes.map(({ name }) => name)]);
  return (
    other.model.name === `${model.name}${int8Ending}` &&
    other.signature.state === signature.state &&
    facts(other.model) === facts(model)
  );
}
