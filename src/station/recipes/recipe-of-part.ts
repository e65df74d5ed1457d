import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import { recipeError } from './errors.ts';
import { findRecipe, listRecipes, type StoredRecipe } from './stored-recipes.ts';

/**
 * The recipe that holds for a part; null where it has none. A part that is written in other letters or with spaces around
 * it, as a scanner gives it, has the recipe of the one that is meant: without it, it would be judged by other limits and
 * nobody told. Errors: DB_*, RECIPE_PART_UNCLEAR.
 */
export function recipeOfPart(db: Database, part: string): Result<StoredRecipe | null, AppError> {
  const read = db.read(() => {
    const own = findRecipe(db, part);
    if (own !== null) return [own];
    const alike = listRecipes(db).filter(({ name }) => folded(name) === folded(part));
    return alike.flatMap(({ name }) => findRecipe(db, name) ?? []);
  });
  if (!read.ok) return read;
  const [recipe = null, ...others] = read.value;
  if (others.length === 0) return ok(recipe);
  const names = read.value.map(({ name }) => `"${name}"`).join(', ');
  const message = `There is no recipe for part "${part}", but several for parts that are written alike: ${names}. Its boards are not inspected; name the part as one of them.`;
  return fail(recipeError('RECIPE_PART_UNCLEAR', message, { names }));
}

const folded = (part: string): string => part.trim().normalize('NFC').toLowerCase();
