import { InvalidArgumentError } from 'commander';

/** Parses an option's value. Throws what commander tells the person. */
export function wholeNumber(text: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= least && count <= most) return count;
  const upTo = most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`;
  throw new InvalidArgumentError(`It must be a whole number from ${least}${upTo}.`);
}
