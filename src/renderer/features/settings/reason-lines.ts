/** A site's reasons as lines of text: one each, in the order in which people pick them. */

/** The contract's limits. */
const mostReasons = 50;
const longestReason = 200;

export const asLines = (reasons: readonly string[]): string => reasons.join('\n');

/** Empty lines and repetitions are left out. */
export const asReasons = (text: string): string[] =>
  [...new Set(text.split('\n').map((line) => line.trim().slice(0, longestReason)))]
    .filter((line) => line !== '')
    .slice(0, mostReasons);
