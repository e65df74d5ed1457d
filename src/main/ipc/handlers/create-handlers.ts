import type { Operation } from '../../../core/identity/permissions.ts';
import type { AppError } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import type { Workstation } from '../../../station/workstation.ts';
import { applicationHandlers } from './application.ts';
import { auditHandlers } from './audit.ts';
import { backupHandlers } from './backup.ts';
import { evidenceHandlers } from './evidence.ts';
import { identityHandlers, userHandlers } from './identity.ts';
import { importHandlers } from './imports.ts';
import { historyHandlers, queueHandlers, statisticsHandlers } from './lists.ts';
import { neededOperations } from './needed-operations.ts';
import { modelHandlers, recipeHandlers } from './recipes.ts';
import { annotationHandlers, boardHandlers, reviewHandlers } from './review.ts';
import { settingHandlers } from './settings.ts';
import type { ShellServices } from './shell-services.ts';
import { statusHandlers } from './status.ts';
import { syncHandlers } from './sync.ts';

/** Answers every call of the contract. The input is parsed already, the answer is parsed by who calls this. */
export const createHandlers = (workstation: Workstation, shell: ShellServices): Handlers =>
  reporting(workstation, guarded(workstation, unguardedHandlers(workstation, shell)));

/** As the station itself answers: what changes or gives away something is refused here too. */
export function unguardedHandlers(workstation: Workstation, shell: ShellServices): Handlers {
  return {
    application: applicationHandlers(shell),
    annotations: annotationHandlers(workstation),
    audit: auditHandlers(workstation, shell),
    backup: backupHandlers(shell, () => workstation.context.may('backup.restore')),
    boards: boardHandlers(workstation),
    evidence: evidenceHandlers(workstation, shell),
    history: historyHandlers(workstation, shell),
    identity: identityHandlers(workstation),
    imports: importHandlers(workstation, shell),
    models: modelHandlers(workstation),
    queue: queueHandlers(workstation),
    recipes: recipeHandlers(workstation, shell),
    review: reviewHandlers(workstation),
    settings: settingHandlers(workstation),
    statistics: statisticsHandlers(workstation),
    status: statusHandlers(workstation),
    sync: syncHandlers(workstation),
    users: userHandlers(workstation),
  };
}

type AnyHandler = (input: never) => unknown;

/** What fails for the station's own sake shows in its status as well, whatever call met it. */
function reporting({ failed }: Workstation, handlers: Handlers): Handlers {
  const watch =
    (handler: AnyHandler): AnyHandler =>
    async (input) => {
      const answer = await handler(input);
      const { ok, error } = answer as { readonly ok: boolean; readonly error?: AppError };
      if (!ok && error !== undefined) failed(error);
      return answer;
    };
  return eachHandler(handlers, (_feature, _name, handler) => watch(handler));
}

/** Nobody reads what the session may not see, and no dialog opens for what would be refused. */
function guarded({ context }: Workstation, handlers: Handlers): Handlers {
  const needed = neededOperations as Readonly<Record<string, Readonly<Record<string, Operation | null>>>>;
  return eachHandler(handlers, (feature, name, handler) => {
    const operation = needed[feature]?.[name];
    if (operation === undefined) throw new Error(`Nobody said what ${feature}.${name} needs`);
    if (operation === null) return handler;
    return (input) => {
      const allowed = context.may(operation);
      return allowed.ok ? handler(input) : allowed;
    };
  });
}

function eachHandler(
  handlers: Handlers,
  wrap: (feature: string, name: string, handler: AnyHandler) => AnyHandler,
): Handlers {
  const features = Object.entries(handlers).map(([feature, calls]) => {
    const wrapped = Object.entries(calls as Record<string, AnyHandler>).map(([name, call]) => [
      name,
      wrap(feature, name, call),
    ]);
    return [feature, Object.fromEntries(wrapped)];
  });
  return Object.fromEntries(features) as Handlers;
}
