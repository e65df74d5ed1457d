import { ok } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import type { Workstation } from '../../../station/workstation.ts';

export const statusHandlers = ({ status }: Workstation): Handlers['status'] => ({
  get: () => ok(status()),
});
