/** What comes down: recipes that the site published at the service. */
import { getRecipe, listRecipes } from '@fiducial/protocol/api';
import { canonicalBytes } from '@fiducial/protocol/audit';
import type { RecipeContent } from '../../core/inspection/recipe.ts';
import { recipeContentSchema } from '../../core/inspection/recipe-schema.ts';
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import { syncError } from '../../core/sync/errors.ts';
import { sha256Hex } from '../digest.ts';
import type { Lane, LaneParts, Step } from './lane.ts';
import { noteFetched, readSyncState, writeSyncState } from './sync-state.ts';

/** Takes a recipe over. Errors: those of `receiveRecipe`. */
export type ReceiveRecipe = (name: string, content: RecipeContent) => Result<void, AppError>;

/** The service is asked so often whether anything is new. */
const everyMs = 300_000;

export function recipeLane(
  { context, client, timing, stop, onChange, onProblem }: LaneParts,
  receive: ReceiveRecipe,
): Lane {
  const { db } = context;
  let nextAtMs = 0;

  async function step(): Promise<Step> {
    if (stop.aborted || timing.nowMs() < nextAtMs) return 'idle';
    nextAtMs = timing.nowMs() + everyMs;
    const known = db.read(() => readSyncState(db, 'recipes_etag'));
    if (!known.ok) return failed(known.error);
    const headers = known.value === null ? {} : { 'if-none-match': known.value };
    const listed = await client.call(listRecipes, { headers });
    if (listed.kind === 'unchanged') return fetched(null);
    if (listed.kind !== 'accepted') return 'idle';
    for (const { name, version, sha256 } of listed.value.data) {
      if (isHere(name, sha256)) continue;
      const done = await take(name, version, sha256);
      // The others are taken at the next look; this one is tried again then.
      if (done !== 'worked') return done;
    }
    return fetched(listed.etag);
  }

  /** All that the service has is here. */
  async function fetched(tag: string | null): Promise<Step> {
    const kept = await db.patiently(() =>
      db.write<void, never>(() => {
        if (tag !== null) writeSyncState(db, 'recipes_etag', tag);
        noteFetched(db, 'recipes', context.clock.now());
        return ok(undefined);
      }),
    );
    if (kept.ok) onChange();
    return kept.ok ? 'idle' : failed(kept.error);
  }

  async function take(name: string, version: number, sha256: string): Promise<Step> {
    const answer = await client.call(getRecipe, { params: { name, version: String(version) } });
    if (answer.kind !== 'accepted') return 'idle';
    const content = recipeContentSchema.safeParse(answer.value);
    if (!content.success || sha256Hex(canonicalBytes(answer.value)) !== sha256)
      return failed(syncError('SYNC_RECIPE_INVALID', { name, version }));
    const received = await db.patiently(() => receive(name, content.data));
    if (!received.ok) return failed(received.error);
    onChange();
    return 'worked';
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

  function failed(error: AppError): Step {
    onProblem(error);
    return 'idle';
  }

  return {
    name: 'recipes',
    step,
    dueInMs: () => Math.max(0, nextAtMs - timing.nowMs()),
    hurry() {
      nextAtMs = 0;
    },
  };
}
