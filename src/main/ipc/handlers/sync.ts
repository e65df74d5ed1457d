import { ok, type Result } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import type { Workstation } from '../../../station/workstation.ts';

const answered = <E>(done: Result<void, E>) => (done.ok ? ok({}) : done);

export const syncHandlers = ({ sync }: Workstation): Handlers['sync'] => ({
  state: () => ok(sync.state()),
  page: (query) => sync.page(query),
  connection: () => sync.connection(),
  test: ({ url, token }) => sync.test(url, token),
  configure: async (configuration) => answered(await sync.configure(configuration)),
  setBucket: async (access) => answered(await sync.setBucket(access)),
  clearBucket: async () => answered(await sync.clearBucket()),
  pause: async ({ paused }) => answered(await sync.pause(paused)),
  hurry: () => answered(sync.hurry()),
  retry: async ({ id }) => answered(await sync.retry(id)),
  retryAll: async () => {
    const done = await sync.retryAll();
    return done.ok ? ok({ count: done.value }) : done;
  },
  skip: async ({ id, reason }) => answered(await sync.skip(id, reason)),
});
