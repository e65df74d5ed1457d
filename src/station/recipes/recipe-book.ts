/** The recipes page's services: recipes with their goldens, and a new golden from a file. */
import type { RecipeContent } from '../../core/inspection/recipe.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { actingNow, type StationContext } from '../context.ts';
import type { ImageStore } from '../images/image-store.ts';
import { insertOriginal } from '../inspections/findings.ts';
import type { ModelCatalog } from '../models/catalog.ts';
import type { Pictures } from '../pictures/pictures.ts';
import { proposeRecipe } from './choose-recipe.ts';
import { recipeError } from './errors.ts';
import { type RecipeToSave, saveRecipe } from './save-recipe.ts';
import { findRecipe, listRecipes, listVersions, type RecipeHeading, type StoredRecipe } from './stored-recipes.ts';

interface GoldenImage {
  readonly sha256: string;
  /** Pixels, upright. */
  readonly width: number;
  readonly height: number;
}

interface OpenedRecipe extends StoredRecipe {
  /** Null where it names none, or its picture cannot be made. */
  readonly golden: GoldenImage | null;
}

export interface RecipeBook {
  /** The version of each that holds, by name. */
  list(): Result<readonly RecipeHeading[], AppError>;
  /** Newest first. */
  versions(name: string): Result<readonly Omit<RecipeHeading, 'name'>[], AppError>;
  /** The version that holds, or the one asked for. Errors: RECIPE_NOT_FOUND, DB_*. */
  open(name: string, version: number | null): Promise<Result<OpenedRecipe, AppError>>;
  /** What a part is inspected with that has no recipe. Errors: MODEL_*. */
  proposal(): Result<RecipeContent, AppError>;
  /** Errors: those of `saveRecipe`. */
  save(recipe: RecipeToSave): Promise<Result<OpenedRecipe, AppError>>;
  /** Stores an image as a golden. Errors: IDENTITY_*, IMAGE_*, STORE_*, DB_*, PICTURE_*, ENGINE_*. */
  addGolden(path: string): Promise<Result<GoldenImage, AppError>>;
  /** One that is stored already. Errors: PICTURE_*, IMAGE_*, ENGINE_*, DB_*. */
  golden(sha256: string): Promise<Result<GoldenImage, AppError>>;
}

export interface RecipeBookServices {
  readonly context: StationContext;
  readonly images: ImageStore;
  readonly catalog: ModelCatalog;
  readonly pictures: Pictures;
}

export function createRecipeBook({ context, images, catalog, pictures }: RecipeBookServices): RecipeBook {
  const { db } = context;

  async function goldenOf(sha256: string): Promise<Result<GoldenImage, AppError>> {
    const size = await pictures.sizeOf(sha256);
    return size.ok ? ok({ sha256, ...size.value }) : size;
  }

  async function withGolden(recipe: StoredRecipe): Promise<OpenedRecipe> {
    const sha256 = recipe.content.goldenSha256;
    if (sha256 === null) return { ...recipe, golden: null };
    const golden = await goldenOf(sha256);
    return { ...recipe, golden: golden.ok ? golden.value : null };
  }

  return {
    list: () => db.read(() => listRecipes(db)),
    versions: (name) => db.read(() => listVersions(db, name)),
    async open(name, version) {
      const found = db.read(() => findRecipe(db, name, version));
      if (!found.ok) return found;
      if (found.value !== null) return ok(await withGolden(found.value));
      const wanted = version === null ? name : `${name} version ${version}`;
      return fail(recipeError('RECIPE_NOT_FOUND', `There is no recipe ${wanted} on this station.`));
    },
    proposal() {
      const proposed = proposeRecipe(catalog);
      return proposed.ok ? ok(proposed.value.content) : proposed;
    },
    async save(recipe) {
      const acting = actingNow(context);
      const saved = await db.patiently(() => saveRecipe(acting, catalog, recipe));
      return saved.ok ? ok(await withGolden(saved.value)) : saved;
    },
    async addGolden(path) {
      const allowed = context.may('recipe.change');
      if (!allowed.ok) return allowed;
      const stored = await images.storeOriginal(path);
      if (!stored.ok) return stored;
      const { sha256 } = stored.value;
      const image = { ...stored.value, width: null, height: null, sourcePath: path };
      const known = await db.patiently(() =>
        db.write<void, never>(() => ok(insertOriginal(db, image, context.clock.now()))),
      );
      if (!known.ok) return known;
      return goldenOf(sha256);
    },
    golden: goldenOf,
  };
}
