import { ok } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import type { Workstation } from '../../../station/workstation.ts';

export const settingHandlers = ({ context, settings }: Workstation): Handlers['settings'] => ({
  get: () => ok(settings.read()),
  set({ from = {}, ...values }) {
    return context.db.patiently(() => settings.change(given(values), undefined, given(from)));
  },
});

const given = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
