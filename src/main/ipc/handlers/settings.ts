import { ok } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import type { Workstation } from '../../../station/workstation.ts';

export const settingHandlers = ({ context, settings }: Workstation): Handlers['settings'] => ({
  get: () => ok(settings.read()),
  set(values) {
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    return context.db.patiently(() => settings.change(Object.fromEntries(given)));
  },
});
