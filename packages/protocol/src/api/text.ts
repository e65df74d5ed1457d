import { z } from 'zod';

/**
 * Text that every part of the platform can keep: Postgres has no place for U+0000, and a lone surrogate is no UTF-8.
 * `max` counts UTF-16 units.
 */
export const plainText = (max: number): z.ZodString => noteText(max).min(1);

/** The same, and there may be none of it. */
export const noteText = (max: number): z.ZodString =>
  z.string().max(max).refine(isKeepable, 'has a character that cannot be stored');

const isKeepable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

const maxJsonCharacters = 65_536;

/** An object of the sender's own making, at most 64 KiB of JSON. Kept as it is, understood by nobody here. */
export const freeObject = z
  .record(z.string(), z.json())
  .refine((value) => JSON.stringify(value).length <= maxJsonCharacters, 'is over 64 KiB')
  .refine((value) => isKeepableJson(value, maxDepth), 'has text that cannot be stored, or is nested too deep');

const maxDepth = 32;

function isKeepableJson(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return isKeepable(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.entries(value).every(([key, inner]) => isKeepable(key) && isKeepableJson(inner, depth - 1));
}

/** A moment as ISO 8601 with an offset or `Z`, within the years that databases and people use. */
export const moment = z.iso
  .datetime({ offset: true })
  .refine((text) => isUsualYear(new Date(text).getUTCFullYear()), 'is outside the years 1970 to 9998');

const isUsualYear = (year: number): boolean => year >= 1970 && year <= 9998;

/** An id of this platform or of its clients, in any UUID version. Lower case is the stored form. */
export const uuid = z.guid().transform((id) => id.toLowerCase());

/** An id that a client made before it sent anything, so that a retry finds what the first try left. */
export const clientMadeId = z.uuidv7().transform((id) => id.toLowerCase());

export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
