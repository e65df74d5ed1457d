import type { Handlers } from '../../../ipc/contract.ts';
import type { ShellServices } from './shell-services.ts';

export const applicationHandlers = (shell: ShellServices): Handlers['application'] => ({
  info: () => ({ ok: true, value: shell.info() }),
  fault(fault) {
    shell.logFault(fault);
    return { ok: true, value: {} };
  },
  reveal({ path }) {
    shell.reveal(path);
    return { ok: true, value: {} };
  },
});
