import type { Db } from '../database.ts';
import { recordActivity } from '../repositories/activity.ts';
import { findLog, holdLog, renameLog } from '../repositories/audit.ts';

/**
 * Takes the copy of a station's log out of the way and keeps it under another name, entries, tree and countersignature, as
 * evidence. The station finds that nothing is here and sends its log again from the first entry. Null where there is none.
 */
export const setLogAside = (db: Db, station: string, principal: string, now: Date): Promise<string | null> =>
  db.transaction().execute(async (tx) => {
    if ((await findLog(tx, station)) === undefined) return null;
    const { size, witnessed_size } = await holdLog(tx, station);
    const kept_as = `${station} (set aside ${now.toISOString()})`;
    await renameLog(tx, station, kept_as);
    await recordActivity(tx, {
      principal,
      action: 'audit_log.set_aside',
      objectType: 'audit_log',
      objectId: station,
      details: { kept_as, size, witnessed_size },
      requestId: null,
    });
    return kept_as;
  });
