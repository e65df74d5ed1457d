import { type AppError, ok, type Result } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import type { ShellServices } from './shell-services.ts';

/** @param may Asked before a dialog opens. */
export const backupHandlers = (
  shell: Pick<ShellServices, 'chooseFiles' | 'restoreBackup'>,
  may: () => Result<void, AppError>,
): Handlers['backup'] => ({
  async restore() {
    const allowed = may();
    if (!allowed.ok) return allowed;
    const [file] = (await shell.chooseFiles('backup')) ?? [];
    return file === undefined ? ok(null) : shell.restoreBackup(file);
  },
});
