import { type Kysely, sql } from 'kysely';

/** What flows down to stations. A version never changes. `content` is text, so that its hash stays that of the bytes. */
export const recipes = {
  async up(db: Kysely<never>): Promise<void> {
    await sql
      .raw(`CREATE TABLE recipes (
        name text NOT NULL, version integer NOT NULL, content text NOT NULL, sha256 text NOT NULL,
        created_by text NOT NULL, created_at timestamptz(3) NOT NULL DEFAULT now(), PRIMARY KEY (name, version))`)
      .execute(db);
  },
};
