import type { AppError } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import type { Workstation } from '../../../station/workstation.ts';
import { applicationHandlers } from './application.ts';
import { auditHandlers } from './audit.ts';
import { identityHandlers, userHandlers } from './identity.ts';
import { importHandlers } from './imports.ts';
import { historyHandlers, queueHandlers, statisticsHandlers } from './lists.ts';
import { modelHandlers, recipeHandlers } from './recipes.ts';
import { annotationHandlers, boardHandlers, reviewHandlers } from './review.ts';
import { settingHandlers } from './settings.ts';
import type { ShellServices } from './shell-services.ts';
import { statusHandlers } from './status.ts';

/** Answers every call of the contract. The input is parsed already, the answer is parsed by who calls this. */
export function createHandlers(workstation: Workstation, shell: ShellServices): Handlers {
  return reporting(workstation, {
    application: applicationHandlers(shell),
    annotations: annotationHandlers(workstation),
    audit: auditHandlers(workstation, shell),
    boards: boardHandlers(workstation),
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
    users: userHandlers(workstation),
  });
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
  const features = Object.entries(handlers).map(([feature, calls]) => {
    const watched = Object.entries(calls as Record<string, AnyHandler>).map(([name, call]) => [name, watch(call)]);
    return [feature, Object.fromEntries(watched)];
  });
  return Object.fromEntries(features) as Handlers;
}
