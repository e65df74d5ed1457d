import { recipeVersioned } from '../../core/audit/entries.ts';
import { type RecipeContent, recipeBytes } from '../../core/inspection/recipe.ts';
import { newId, type RecipeId } from '../../core/kernel/ids.ts';
import { ok, type Result } from '../../core/kernel/result.ts';
import { appendEntry } from '../audit/append.ts';
import type { AuditError } from '../audit/errors.ts';
import type { StationContext } from '../context.ts';
import { statement } from '../db/statement.ts';
import { sha256Hex } from '../digest.ts';

const knownVersion = 'SELECT id, version FROM recipes WHERE name = ? AND content_sha256 = ?';

export interface RecipeVersion {
  readonly id: RecipeId;
  readonly version: number;
  /** Hex SHA-256 of the canonical content. */
  readonly sha256: string;
}

/**
 * The version of a recipe that has this content; a new one, with its audit entry, where the content is new.
 * Inside a write transaction.
 */
export function ensureRecipe(
  context: StationContext,
  name: string,
  content: RecipeContent,
): Result<RecipeVersion, AuditError> {
  const { db } = context;
  const bytes = recipeBytes(content);
  const sha256 = sha256Hex(bytes);
  const known = db.get(statement<{ readonly id: string; readonly version: number }>(knownVersion, [name, sha256]));
  if (known !== undefined) return ok({ id: known.id as RecipeId, version: known.version, sha256 });

  const newest = db.get(
    db.query
      .selectFrom('recipes')
      .select(['version', 'content_sha256'])
      .where('name', '=', name)
      .orderBy('version', 'desc')
      .limit(1),
  );
  const id = newId<RecipeId>();
  const version = (newest?.version ?? 0) + 1;
  const previousSha256 = newest?.content_sha256 ?? null;
  const entry = appendEntry(context, recipeVersioned({ id, name, version, sha256, previousSha256 }));
  if (!entry.ok) return entry;
  db.insert('recipes', {
    id,
    name,
    version,
    content: Buffer.from(bytes).toString('utf8'),
    content_sha256: sha256,
    created_at: entry.value.time,
    audit_seq: entry.value.seq,
  });
  return ok({ id, version, sha256 });
}
