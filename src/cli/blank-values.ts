import type { Command } from 'commander';
import { isBlank } from '../core/kernel/blank.ts';

/**
 * What of a command was given and says nothing; null where all does. A script whose variable is not set gives that: the
 * board would be judged without its part's recipe, or the station's data lie in another folder than was meant.
 */
export function blankValue(command: Command): string | null {
  const blank = command.options.find((option) => {
    const value: unknown = command.getOptionValue(option.attributeName());
    return typeof value === 'string' && isBlank(value);
  });
  if (blank !== undefined) return `${blank.long ?? blank.short} is blank: give it a value, or leave the option out`;
  return command.args.some(isBlank) ? 'an argument is blank: name what is meant, or leave it out' : null;
}
