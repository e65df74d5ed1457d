/** Recipes of parts as they are stored: versions that never change, and which of them holds. */
import type { RecipeContent } from '../../core/inspection/recipe.ts';
import type { Database } from '../db/database.ts';
import { getSetting } from '../settings/settings.ts';
import { namelessRecipes } from './recipe-names.ts';

export interface StoredRecipe {
  readonly name: string;
  readonly version: number;
  readonly content: RecipeContent;
  /** UTC, ISO 8601 with milliseconds. */
  readonly savedAt: string;
}

export type RecipeHeading = Pick<StoredRecipe, 'name' | 'version' | 'savedAt'>;

/**
 * Setting that names the version of a recipe that holds, where it is not the newest: saving an earlier content again
 * makes no new version, because the same content is the same version.
 */
export const holdingKey = (name: string): string => `recipe.holds/${name}`;

/** The version that holds, or the one asked for; null where there is none. Inside a read. */
export function findRecipe(db: Database, name: string, version: number | null = null): StoredRecipe | null {
  const wanted = version ?? holdingVersion(db, name);
  if (wanted === null) return null;
  const row = db.get(
    db.query
      .selectFrom('recipes')
      .select(['name', 'version', 'content', 'created_at as savedAt'])
      .where('name', '=', name)
      .where('version', '=', wanted),
  );
  return row === undefined ? null : { ...row, content: contentOf(row.content) };
}

/** Number of the version that holds; null where the recipe does not exist. Inside a read. */
export function holdingVersion(db: Database, name: string): number | null {
  const newest = db.get(
    db.query.selectFrom('recipes').select('version').where('name', '=', name).orderBy('version', 'desc').limit(1),
  );
  if (newest === undefined) return null;
  const holding = getSetting(db, holdingKey(name));
  return holding.ok && typeof holding.value === 'number' ? holding.value : newest.version;
}

/** Recipes of parts by name, each with the version that holds. Inside a read. */
export function listRecipes(db: Database): readonly RecipeHeading[] {
  const names = db.all(
    db.query
      .selectFrom('recipes')
      .select('name')
      .distinct()
      .where('name', 'not in', Object.values(namelessRecipes))
      .orderBy('name'),
  );
  return names.flatMap(({ name }) => {
    const recipe = findRecipe(db, name);
    return recipe === null ? [] : [{ name, version: recipe.version, savedAt: recipe.savedAt }];
  });
}

/** Versions of a recipe, newest first. Inside a read. */
export const listVersions = (db: Database, name: string): readonly Omit<RecipeHeading, 'name'>[] =>
  db.all(
    db.query
      .selectFrom('recipes')
      .select(['version', 'created_at as savedAt'])
      .where('name', '=', name)
      .orderBy('version', 'desc'),
  );

/** Contents that were stored before recipes knew millimetres. */
function contentOf(text: string): RecipeContent {
  const content = JSON.parse(text) as RecipeContent;
  return { ...content, mmPerPx: content.mmPerPx ?? null };
}
