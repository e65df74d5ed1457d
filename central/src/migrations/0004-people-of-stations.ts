import { type Kysely, sql } from 'kysely';

/** What stations are told of people: printed name, role, badge, and that a password is another one than before. */
export const peopleOfStations = {
  async up(db: Kysely<never>): Promise<void> {
    for (const statement of [
      `ALTER TABLE users
        ADD COLUMN printed_name text, ADD COLUMN badge_hash text UNIQUE,
        ADD COLUMN station_role text CHECK (station_role IN ('operator', 'engineer', 'admin', 'none')),
        ADD COLUMN password_number integer NOT NULL DEFAULT 1`,
      'CREATE TABLE site_secrets (id integer PRIMARY KEY CHECK (id = 1), badge_salt bytea NOT NULL)',
    ])
      await sql.raw(statement).execute(db);
  },
};
