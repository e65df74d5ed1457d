/** What comes down: recipes that the site published at the service. */
import { getRecipe, listRecipes } from '@fiducial/protocol/api';
import { canonicalBytes } from '@fiducial/protocol/audit';
import type { RecipeContent } from '../../core/inspection/recipe.ts';
import { recipeContentSchema } from '../../core/inspection/recipe-schema.ts';
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import { syncError } from '../../core/sync/errors.ts';
import { sha256Hex } from '../digest.ts';
import type { Lane, LaneParts } from './lane.ts';
import { publishedLane } from './published-lane.ts';

/** Takes a recipe over. Errors: those of `receiveRecipe`. */
export type ReceiveRecipe = (name: string, content: RecipeContent) => Result<void, AppError>;

export function recipeLane(parts: LaneParts, receive: ReceiveRecipe): Lane {
  const { context, client, onChange, onProblem } = parts;
  const { db } = context;

  /** False where it is tried again at the next look, and so are those after it. */
  async function take(name: string, version: number, sha256: string): Promise<boolean> {
    const answer = await client.call(getRecipe, { params: { name, version: String(version) } });
    if (answer.kind !== 'accepted') return false;
    const content = recipeContentSchema.safeParse(answer.value);
    if (!content.success || sha256Hex(canonicalBytes(answer.value)) !== sha256)
      return failed(syncError('SYNC_RECIPE_INVALID', { name, version }));
    const received = await db.patiently(() => receive(name, content.data));
    if (!received.ok) return failed(received.error);
    onChange();
    return true;
  }

  /** Whether this content is a version here already: somebody may have put another one back, and that stays so. */
  function isHere(name: string, sha256: string): boolean {
    const found = db.read(() =>
      db.get(
        db.query.selectFrom('recipes').select('version').where('name', '=', name).where('content_sha256', '=', sha256),
      ),
    );
    return found.ok && found.value !== undefined;
  }

  function failed(error: AppError): false {
    onProblem(error);
    return false;
  }

  return publishedLane(parts, {
    kind: 'recipes',
    list: listRecipes,
    async takeOver({ data }) {
      for (const { name, version, sha256 } of data)
        if (!isHere(name, sha256) && !(await take(name, version, sha256))) return 'later';
      return () => ok(undefined);
    },
  });
}
