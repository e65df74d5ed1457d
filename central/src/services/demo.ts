import { scopes } from '@fiducial/protocol/api';
import type { Db } from '../database.ts';
import { addUser } from './users.ts';

/** Names with themselves as password: for the demo and for load tests, on a service that keeps to its own machine. */
const demoUsers = ['demo', 'test'];

export async function addDemoUsers(db: Db): Promise<void> {
  for (const name of demoUsers) {
    const known = await db.selectFrom('users').select('id').where('username', '=', name).executeTakeFirst();
    if (known === undefined) await addUser(db, { username: name, password: name, scopes: [...scopes] });
  }
}
