/** A backup in the place of the station behind the window. */
import { backupRestored } from '../../core/audit/entries.ts';
import type { AppError, Result } from '../../core/kernel/result.ts';
import { recordAction } from '../../station/audit/action.ts';
import { backupError } from '../../station/backup/errors.ts';
import { hashOfFile } from '../../station/backup/make-backup.ts';
import { prepareRestore, type Restored } from '../../station/backup/restore-backup.ts';
import type { Workstation } from '../../station/workstation.ts';
import type { Door } from './station-door.ts';

/**
 * Verifies the backup first; only then is a station that is open closed. The one that opens afterwards says in its log
 * what it lost and that it was restored. Errors: BACKUP_*; what was there before is then there again.
 */
export async function restoreStation(
  door: Pick<Door<Workstation>, 'replace' | 'state'>,
  dataDir: string,
  file: string,
): Promise<Result<Restored, AppError>> {
  const prepared = prepareRestore(dataDir, file);
  if (!prepared.ok) return prepared;
  const sha256 = await hashOfFile(file);
  const put = () => prepared.value.put(new Date().toISOString());
  const restored = await door.replace((station) => station.close(), put, backupError('BACKUP_IN_USE'));
  const opened = door.state();
  if (restored.ok && opened?.ok) {
    const { context, failed } = opened.value;
    const told = recordAction(context, backupRestored({ station: context.station, sha256 }));
    if (!told.ok) failed(told.error);
  }
  return restored;
}
