import type { Handlers } from '../../../ipc/contract.ts';
import type { Workstation } from '../../../station/workstation.ts';
import { applicationHandlers } from './application.ts';
import type { ShellServices } from './shell-services.ts';

/** Answers every call of the contract. The input is parsed already, the answer is parsed by who calls this. */
export function createHandlers(_workstation: Workstation, shell: ShellServices): Handlers {
  return { application: applicationHandlers(shell) } as Handlers;
}
