import { ok, type Result } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import type { Workstation } from '../../../station/workstation.ts';

const answered = <E>(done: Result<void, E>) => (done.ok ? ok({}) : done);

export const syncHandlers = ({ sync }: Workstation): Handlers['sync'] => ({
  state: () => ok(sync.state()),
  page: (query) => sync.page(query),
  configure: async (configuration) => answered(await sync.configure(configuration)),
  pause: async ({ paused }) => answered(await sync.pause(paused)),
  hurry: () => answered(sync.hurry()),
  retry: async ({ id }) => answered(await sync.retry(id)),
  skip: async ({ id, reason }) => answered(await sync.skip(id, reason)),
});
