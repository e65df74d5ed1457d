import { text } from 'node:stream/consumers';
import { type Scope, scopes } from '@fiducial/protocol/api';
import { makeBackup } from '../backup/make-backup.ts';
import { RestoreRefused, restoreBackup } from '../backup/restore-backup.ts';
import type { Config } from '../config.ts';
import { recordActivity } from '../repositories/activity.ts';
import { isUuid } from '../repositories/place.ts';
import { openResources, type Resources } from '../resources.ts';
import { addDevice, addUser } from '../services/users.ts';
import { usage } from './usage.ts';

/** Exit status: 0 done, 1 not done, 2 wrong usage. */
type Status = 0 | 1 | 2;
type Say = (line: string) => void;

const isScope = (word: string): word is Scope => (scopes as readonly string[]).includes(word);

/** Runs one administrator's command to its end. */
export async function runCommand(
  config: Config,
  args: readonly string[],
  input: NodeJS.ReadableStream,
  say: Say,
): Promise<Status> {
  const [command = '', ...rest] = args;
  const work = commands[command];
  if (work === undefined) {
    say(usage);
    return command === 'help' || command === '--help' ? 0 : 2;
  }
  const resources = await openResources(config, (error) => say(`the database connection was lost: ${error.message}`));
  try {
    return await work(resources, rest, say, input);
  } finally {
    await resources.close();
  }
}

type Work = (resources: Resources, args: readonly string[], say: Say, input: NodeJS.ReadableStream) => Promise<Status>;

const commands: Readonly<Record<string, Work>> = {
  // Opening the database has done it.
  migrate: async (_, __, say) => {
    say('The tables are up to date.');
    return 0;
  },

  users: async ({ db }, [action, name, ...wanted], say, input) => {
    if (name === undefined || !wanted.every(isScope)) return wrongUsage(say);
    switch (action) {
      case 'add': {
        const password = (await text(input)).replace(/\r?\n$/, '');
        if (password.length < 8) {
          say('The password on standard input must have 8 characters or more.');
          return 2;
        }
        const given = wanted.length === 0 ? scopes.filter((scope) => scope !== 'admin') : wanted;
        await addUser(db, { username: name, password, scopes: given });
        await recordActivity(db, { ...byAdministrator, action: 'user.added', objectType: 'user', objectId: name });
        say(`${name} may now: ${given.join(' ')}`);
        return 0;
      }
      case 'disable': {
        const done = await db
          .updateTable('users')
          .set({ disabled_at: new Date() })
          .where('username', '=', name)
          .executeTakeFirst();
        await recordActivity(db, { ...byAdministrator, action: 'user.disabled', objectType: 'user', objectId: name });
        return told(done.numUpdatedRows, say, `${name} gets no more tokens; one in use ends within 30 minutes.`);
      }
      default:
        return wrongUsage(say);
    }
  },

  devices: async ({ db }, [action, station], say) => {
    if (station === undefined) return wrongUsage(say);
    const about = { ...byAdministrator, objectType: 'station', objectId: station };
    switch (action) {
      case 'add':
        say(await addDevice(db, station));
        await recordActivity(db, { ...about, action: 'device.added' });
        return 0;
      case 'revoke': {
        const done = await db
          .updateTable('devices')
          .set({ revoked_at: new Date() })
          .where('station', '=', station)
          .where('revoked_at', 'is', null)
          .executeTakeFirst();
        await recordActivity(db, { ...about, action: 'device.revoked' });
        return told(done.numUpdatedRows, say, `${done.numUpdatedRows} tokens of ${station} were revoked.`);
      }
      default:
        return wrongUsage(say);
    }
  },

  hold: async ({ db }, [id, state], say) => {
    if (id === undefined || !isUuid(id) || (state !== 'on' && state !== 'off')) return wrongUsage(say);
    const done = await db
      .updateTable('inspections')
      .set({ held: state === 'on' })
      .where('id', '=', id)
      .executeTakeFirst();
    const about = { ...byAdministrator, objectType: 'inspection', objectId: id };
    await recordActivity(db, { ...about, action: `inspection.hold_${state}` });
    return told(
      done.numUpdatedRows,
      say,
      state === 'on' ? 'Nothing of it is removed now.' : 'Its retention holds again.',
    );
  },

  bucket: async ({ s3 }, _, say) => {
    if (s3 === null) {
      say('The objects are in a folder: the service sweeps it by itself.');
      return 1;
    }
    await s3.prepareBucket();
    say('The bucket is there, and drops uploads that were not confirmed within 7 days.');
    return 0;
  },

  backup: async ({ db, store }, [folder], say) => {
    if (folder === undefined) return wrongUsage(say);
    const { tables, objects } = await makeBackup(db, store, folder);
    const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
    say(`${rows} rows and ${objects.count} objects (${objects.bytes} bytes) are in ${folder}`);
    return 0;
  },

  restore: async ({ db, store }, [folder], say) => {
    if (folder === undefined) return wrongUsage(say);
    try {
      const { made_at, objects } = await restoreBackup(db, store, folder);
      say(`The backup of ${made_at} is restored, with ${objects.count} objects.`);
      return 0;
    } catch (error) {
      if (!(error instanceof RestoreRefused)) throw error;
      say(`${error.message}. Nothing was restored.`);
      return 1;
    }
  },
};

const byAdministrator = { principal: 'command line', requestId: null };

function wrongUsage(say: Say): Status {
  say(usage);
  return 2;
}

function told(rows: bigint, say: Say, done: string): Status {
  say(rows > 0n ? done : 'There is none of that name.');
  return rows > 0n ? 0 : 1;
}
