import { makeBackup } from '../backup/make-backup.ts';
import { RestoreRefused, restoreBackup } from '../backup/restore-backup.ts';
import type { Config } from '../config.ts';
import { recordActivity } from '../repositories/activity.ts';
import { isUuid } from '../repositories/place.ts';
import { openResources } from '../resources.ts';
import { derivedKey } from '../services/secrets.ts';
import { setLogAside } from '../services/set-log-aside.ts';
import { addDevice } from '../services/users.ts';
import { renewWitness } from '../services/witness-key.ts';
import { models } from './models.ts';
import { usage } from './usage.ts';
import { users } from './users.ts';
import { byAdministrator, type Say, type Status, told, type Work, wrongUsage } from './work.ts';

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
    return await work({ ...resources, modelsDir: config.modelsDir }, rest, say, input);
  } finally {
    await resources.close();
  }
}

const commands: Readonly<Record<string, Work>> = {
  // Opening the database has done it.
  migrate: async (_, __, say) => {
    say('The tables are up to date.');
    return 0;
  },

  users,

  models,

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

  logs: async ({ db }, [action, station], say) => {
    if (action !== 'set-aside' || station === undefined) return wrongUsage(say);
    const keptAs = await setLogAside(db, station, byAdministrator.principal, new Date());
    if (keptAs === null) {
      say(`There is no copy of a log of ${station}.`);
      return 1;
    }
    say(`The copy is kept as: ${keptAs}`);
    say(`${station} sends its log again from the first entry, once it is started anew or told to send now.`);
    return 0;
  },

  witness: async ({ db, secret }, [action], say) => {
    if (action !== 'new-key') return wrongUsage(say);
    say(await renewWitness(db, derivedKey(secret, 'witness'), byAdministrator.principal));
    say('This key countersigns once the service is started anew. Give it to an administrator of each station.');
    return 0;
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
