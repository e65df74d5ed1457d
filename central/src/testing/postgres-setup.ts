import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../adapters/embedded-postgres.ts';
import { migrate } from '../database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the server's `postgres` database. */
    readonly postgresUrl: string;
  }
}

/** Database with every table, from which each test file's own is copied. */
export const templateDatabase = 'fiducial_template';

/**
 * Starts one Postgres for the whole run of the tests. Nothing of it has to outlive a crash, so it flushes nothing.
 * @public Called by the test runner.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-postgres-'));
  // Run by root, the server is another user's and must get in.
  await chmod(folder, 0o711);
  const server = await startEmbeddedPostgres(folder, { fsync: 'off', synchronous_commit: 'off' });
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${templateDatabase}`);
  await admin.end();
  await migrate(server.urlOf(templateDatabase));
  project.provide('postgresUrl', server.url);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
