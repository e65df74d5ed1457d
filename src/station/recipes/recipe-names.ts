/**
 * Names under which a run records what it was inspected with where no part's recipe says it. No part can have them as
 * its recipe's name, and lists of recipes leave them out.
 */
export const namelessRecipes = {
  /** A run of the command line: the model's own thresholds, or one for all types. */
  commandLine: 'command line',
  /** A part without a recipe: what the model recommends. */
  proposal: 'proposal of the model',
  /** Inspected again with a model that the part's recipe does not name. */
  otherModel: 'another model',
} as const;

const taken: ReadonlySet<string> = new Set(Object.values(namelessRecipes));

export const isNameless = (name: string): boolean => taken.has(name);
