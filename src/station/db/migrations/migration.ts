/** One step forward. `version` is the database's `user_version` after it; versions count from 1 without gaps. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}
